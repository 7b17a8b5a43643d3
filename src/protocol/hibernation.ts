/** States that outlive their tab: what a kernel tells of them. */
import * as v from "valibot"
import {maybe, text, whole} from "./shape.ts"

export const hibernatedContent = v.object({
  execution_count: maybe(whole, "The last execution whose doing is in what was saved."),
  blocks: maybe(whole, "Of 64 KiB, that the state takes."),
  written: maybe(whole, "How many of them had changed."),
  bytes: maybe(whole, "Their size, compressed."),
  reason: maybe(text, "Why the state could not be saved; the one saved before stays then."),
})

/** The Web Lock that the kernel holds which is at work on a state. */
export const stateLock = (name: string): string => `moonstep-state-${name}`

/** Whether a kernel has begun with a saved state. */
export type HibernationInfo =
  | {
      readonly restored: true
      /** When it was saved, in milliseconds since the epoch. */
      readonly saved: number
    }
  | {
      readonly restored: false
      /** A sentence. */
      readonly reason: string
      /** A state was wanted, and could not be had; false where there was none, or a fresh one was asked for. */
      readonly refused: boolean
    }
