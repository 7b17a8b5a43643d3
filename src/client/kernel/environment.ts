/** What this page can do: isolation, suspending, and the VM module that fits. */
import isolatedUrl from "moonstep-vm:isolated"
import plainUrl from "moonstep-vm:plain"
import sharedJsUrl from "moonstep-vm:shared-js"
import {invalidParams, notSupportedHere} from "../../protocol/errors.ts"
import {presets} from "../../protocol/limits.ts"
import type {GateName} from "../face.ts"
import {capMemory} from "./memory-cap.ts"

export interface Environment {
  readonly isolated: boolean
  readonly gate: Exclude<GateName, "auto">
  readonly moduleUrl: string
}

const gateNames: readonly GateName[] = ["auto", "atomics", "suspending", "unwinding"]

/** Wasm exceptions are several times slower than JS ones in Firefox, and faster in Chromium (both measured). */
const slowWasmExceptions = () => navigator.userAgent.includes("Firefox/")
const canSuspend = () => "Suspending" in WebAssembly && "promising" in WebAssembly

/** @throws ProtocolError when the wanted gate can't work here */
export function chooseEnvironment(wanted: GateName): Environment {
  if (!gateNames.includes(wanted))
    throw invalidParams("startKernel", `there is no gate "${wanted}"; take one of ${gateNames.join(", ")}.`)
  const isolated = globalThis.crossOriginIsolated === true
  if (wanted === "atomics" && !isolated)
    throw notSupportedHere(
      'The gate "atomics"',
      'The page is not cross-origin isolated: send the headers Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy, or use the gate "auto".',
    )
  if (wanted === "suspending" && !canSuspend())
    throw notSupportedHere(
      'The gate "suspending"',
      'This browser has no JSPI (WebAssembly.Suspending); use the gate "auto".',
    )
  const gate = wanted !== "auto" ? wanted : isolated ? "atomics" : canSuspend() ? "suspending" : "unwinding"
  const moduleUrl = gate === "atomics" ? (slowWasmExceptions() ? sharedJsUrl : isolatedUrl) : plainUrl
  return {isolated, gate, moduleUrl}
}

const compiled = new Map<string, Promise<WebAssembly.Module>>()

/** Compiled once a page for each size of memory, whatever the number of kernels. */
export function vmModule(url: string, memoryBytes = presets.development.memoryBytes): Promise<WebAssembly.Module> {
  const key = `${memoryBytes} ${url}`
  let module = compiled.get(key)
  if (!module) {
    module = compile(url, memoryBytes)
    compiled.set(key, module)
    // a failed download may be tried again
    module.catch(() => compiled.delete(key))
  }
  return module
}

async function compile(url: string, memoryBytes: number): Promise<WebAssembly.Module> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`The Lua VM could not be loaded: ${response.status} for ${url}`)
  // a host that sends another MIME type than application/wasm is served as well
  const bytes = new Uint8Array(await response.arrayBuffer())
  capMemory(bytes, memoryBytes)
  return WebAssembly.compile(bytes)
}
