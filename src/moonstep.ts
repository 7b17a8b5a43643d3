/**
 * The library: `startKernel`, and the elements. Importing it costs little; the workbench is loaded when the page has a
 * `<moonstep-debugger>`, or when `registerElements` is called.
 */

export type {
  AttachOptions,
  DebugOptions,
  DebugSession,
  ExecuteOptions,
  HostCall,
  HostFunction,
  Kernel,
  KernelEvents,
  KernelInfo,
  SessionEvents,
  StartOptions,
} from "./client/face.ts"
export {attachKernel, listKernels} from "./client/tabs/discovery.ts"
export type {RefusedCounts} from "./protocol/signing.ts"
export type {KernelRecord} from "./storage/kernel-records.ts"

import {startKernel, version} from "./client/start-kernel.ts"
import {attachKernel, listKernels} from "./client/tabs/discovery.ts"

export {startKernel, version}

const workbenchTag = "moonstep-debugger"

/** Defines the custom elements; resolves when they are. */
export async function registerElements(): Promise<void> {
  const {Workbench} = await import("../components/workbench/workbench.ts")
  for (const element of document.querySelectorAll(workbenchTag))
    if (element instanceof Workbench) {
      element.tabs ??= {attachKernel, listKernels}
      element.startKernel ??= startKernel
    }
}

if (typeof document !== "undefined" && document.querySelector(workbenchTag)) void registerElements()
