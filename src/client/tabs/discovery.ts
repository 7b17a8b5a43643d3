/** Finding the kernels that run in any tab of this origin, and attaching to them. */
import {noSuchKernel, notSupportedHere} from "../../protocol/errors.ts"
import type {KernelRecord} from "../../storage/kernel-records.ts"
import {kernelLife, livesHeld} from "../../transport/liveness.ts"
import type {AttachOptions, Kernel} from "../face.ts"
import {canPublish, kernelRecords, recordsSettled} from "./publication.ts"

/** A kernel lives before its record is written, which is waited for so long; where storage is refused none ever is. */
const patienceMs = 300

/**
 * The kernels that run now, in any tab of this origin, the oldest first. Records of those that have ended are removed.
 * None where the page can't see others: without Web Locks or BroadcastChannel (an insecure address).
 */
export async function listKernels(): Promise<KernelRecord[]> {
  if (!canPublish()) return []
  await recordsSettled()
  const begun = performance.now()
  for (;;) {
    let count = 0
    const records = await kernelRecords.sweep(async () => {
      const lives = await livesHeld()
      count = [...lives].filter(name => name.startsWith(kernelLife(""))).length
      return ({id}) => lives.has(kernelLife(id))
    })
    if (records.length >= count || performance.now() - begun > patienceMs) return records
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

/**
 * Attaches to a kernel that runs in any tab of this origin: another client of it, with the same face.
 * @throws ProtocolError no such kernel, signature refused, kernel gone, not supported here
 */
export async function attachKernel(id: string, {name = "tab", key, resume}: AttachOptions = {}): Promise<Kernel> {
  if (!canPublish())
    throw notSupportedHere("Attaching to a kernel", "It needs BroadcastChannel and Web Locks: serve the page by https.")
  const record = (await listKernels()).find(one => one.id === id)
  if (!record) throw noSuchKernel(id)
  // most pages never attach
  const {RemoteKernel} = await import("./remote-kernel.ts")
  const options = {name, ...(resume === undefined ? {} : {resume})}
  return RemoteKernel.attach(key ? {...record, key} : record, options)
}
