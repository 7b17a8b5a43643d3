/** Starting a kernel: the first function of the public face. */
import {normalPath} from "../base/path.ts"
import {invalidParams} from "../protocol/errors.ts"
import {limitsOf} from "../protocol/limits.ts"
import {checkFile, conflictOf} from "../protocol/workspace-path.ts"
import type {Kernel, StartOptions} from "./face.ts"
import {chooseEnvironment} from "./kernel/environment.ts"
import {HostFunctions} from "./kernel/host-functions.ts"
import {canPublish, Publication} from "./tabs/publication.ts"
import {SharedKernel} from "./tabs/shared-kernel.ts"

export const version = "0.1.0"

/**
 * Starts a kernel in a worker of its own and connects its first client.
 * @throws ProtocolError when the wanted gate can't work here, a limit is none, or a file, gate or host function; Error when the worker or the VM does not load
 */
export async function startKernel({
  files = {},
  gate = "auto",
  pausable = true,
  name = "page",
  preset,
  limits,
  hibernate,
  host = {},
}: StartOptions = {}): Promise<Kernel> {
  const workspace = checkFiles(files)
  const environment = chooseEnvironment(gate)
  const allowed = limitsOf(preset, limits)
  const functions = new HostFunctions(host, allowed.messageBytes)
  const id = `k${crypto.randomUUID().slice(0, 8)}`
  const shared = new SharedKernel({
    id,
    version,
    environment,
    pausable,
    limits: allowed,
    hostNames: functions.names,
    ...(hibernate === undefined ? {} : {hibernate}),
  })
  if (functions.names.length) shared.host = functions
  await shared.start(workspace)
  if (canPublish()) {
    shared.publication = new Publication(shared, name)
    shared.publication.show()
  }
  return shared.connect({name})
}

/** The files by their workspace paths. @throws invalid params */
function checkFiles(files: NonNullable<StartOptions["files"]>): Map<string, string | Uint8Array> {
  const checked = new Map<string, string | Uint8Array>()
  for (const [given, content] of Object.entries(files)) {
    const path = normalPath(given)
    if (typeof content !== "string" && !(content instanceof Uint8Array))
      throw invalidParams("startKernel", `the content of "${path}" must be a string or a Uint8Array.`)
    checkFile(path, content, "startKernel")
    const conflict = conflictOf(path, checked.keys())
    if (conflict !== undefined) throw invalidParams("startKernel", conflict)
    checked.set(path, content)
  }
  return checked
}
