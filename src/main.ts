/** The composition root of the page: gives the workbench its kernel. */
import "../components/workbench/workbench.ts"
import type {Workbench} from "../components/workbench/workbench.ts"
import {attachKernel, listKernels, startKernel} from "./moonstep.ts"

const workbench = document.querySelector<Workbench>("moonstep-debugger")
if (workbench) {
  workbench.tabs = {attachKernel, listKernels}
  workbench.startKernel = startKernel
}
