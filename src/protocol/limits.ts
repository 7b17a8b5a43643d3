/**
 * What a kernel allows, and to whom: known to the page, which gives a VM its memory, and to the kernel, which keeps the
 * rest. A preset is a whole set; single limits may be given beside it. Infinity means none.
 */
import {invalidParams} from "./errors.ts"

export interface Limits {
  /** Milliseconds that one program may run; a pause and waiting for input do not count. Then: the error "Timeout". */
  readonly executionMs: number
  /** Requests of one client a second, over a time; and at once after a rest. */
  readonly requestsPerSecond: number
  readonly requestBurst: number
  /** About the size of one message as JSON. */
  readonly messageBytes: number
  /** Memory of the VM, rounded up to 64 kB, at least 32 MB and at most 2 GB. Beyond: Lua's "not enough memory". */
  readonly memoryBytes: number
  /** Programs that may run or wait in line. */
  readonly queueLength: number
  readonly clients: number
  /** What one execution may write. */
  readonly outputBytes: number
  /** How long a client that was disconnected may come back, with its sessions; and how many messages are kept for it. */
  readonly resumeMs: number
  readonly missedMessages: number
  /** How long the owner of a session has to answer who wants to take it over. */
  readonly takeOverMs: number
}

/** "development" is the default of startKernel. */
export type PresetName = "production" | "development" | "test" | "benchmark"

const megabyte = 1024 * 1024

/**
 * Of one file of the workspace, whoever brings it: with JSON's escapes it is still a message, also to another tab. What
 * a program writes may be larger; nobody keeps it then.
 */
export const fileLimit = {bytes: 5 * megabyte, words: "5 MB"} as const
/** Characters of a workspace path. */
export const pathLimit = 300
const none = Number.POSITIVE_INFINITY

const development: Limits = {
  executionMs: none,
  requestsPerSecond: 10_000,
  requestBurst: 20_000,
  messageBytes: 16 * megabyte,
  memoryBytes: 1024 * megabyte,
  queueLength: 1000,
  clients: 1000,
  outputBytes: 16 * megabyte,
  resumeMs: 60_000,
  missedMessages: 10_000,
  takeOverMs: 10_000,
}

export const presets: Readonly<Record<PresetName, Limits>> = {
  development,
  // for programs of strangers: an embed on a page that many read
  production: {
    ...development,
    executionMs: 60_000,
    requestsPerSecond: 1000,
    requestBurst: 5000,
    memoryBytes: 256 * megabyte,
    queueLength: 100,
    clients: 128,
    resumeMs: 30_000,
  },
  // what hangs is found soon
  test: {
    ...development,
    executionMs: 10_000,
    memoryBytes: 128 * megabyte,
    resumeMs: 2000,
    takeOverMs: 500,
  },
  // nothing that has to be counted
  benchmark: {
    ...development,
    requestsPerSecond: none,
    requestBurst: none,
    messageBytes: none,
    memoryBytes: 2048 * megabyte,
    queueLength: none,
    outputBytes: none,
  },
}

/** @throws invalid params */
export function limitsOf(preset: PresetName = "development", given: Partial<Limits> = {}): Limits {
  if (!Object.hasOwn(presets, preset))
    throw invalidParams(
      "startKernel",
      `there is no preset "${preset}"; take one of ${Object.keys(presets).join(", ")}.`,
    )
  const limits: Record<string, number> = {...presets[preset]}
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue
    if (!Object.hasOwn(limits, name))
      throw invalidParams("startKernel", `there is no limit "${name}"; take one of ${Object.keys(limits).join(", ")}.`)
    if (typeof value !== "number" || !(value > 0))
      throw invalidParams("startKernel", `the limit "${name}" must be a number above 0, or Infinity.`)
    limits[name] = value
  }
  // every name has been there before
  return limits as unknown as Limits
}
