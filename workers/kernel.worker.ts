/** Entry point of the kernel worker: a kernel, exposed to the page. */
import {expose} from "comlink"
import {KernelHost} from "./kernel-host.ts"

expose(new KernelHost())
