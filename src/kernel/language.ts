/** LRP: what there is to say of a text, a state and the past. Answered at once, whatever the kernel does. */
import type {FrameRef} from "../debugger/engine.ts"
import {notPaused} from "../protocol/errors.ts"
import type {Kernel} from "./kernel.ts"
import type {LrpGroup} from "./lrp-handlers.ts"

/**
 * The frame that is looked into: the one that is named, else the innermost of the stop; undefined where nothing is
 * paused. @throws not paused, no such frame
 */
function frameFor({state, activeSession}: Kernel, frameId: number | undefined): FrameRef | undefined {
  const session = state === "paused" ? activeSession : undefined
  if (!session && frameId !== undefined) throw notPaused()
  return session?.frameFor(frameId)
}

export const languageHandlers: LrpGroup<"lrp/complete" | "lrp/inspect" | "lrp/is_complete" | "lrp/history"> = {
  "lrp/complete"(kernel, {code, cursor_pos = code.length, frame_id}) {
    const {from, to, items} = kernel.engine.complete(code, cursor_pos, frameFor(kernel, frame_id))
    return {
      status: "ok",
      matches: items.map(one => one.text),
      cursor_start: from,
      cursor_end: to,
      metadata: {
        _jupyter_types_experimental: items.map(({text, type, signature = ""}) => ({
          start: from,
          end: to,
          text,
          type,
          signature,
        })),
      },
    }
  },
  "lrp/inspect"(kernel, {code, cursor_pos = code.length, frame_id, detail_level = 0}) {
    const data = kernel.engine.inspect(code, cursor_pos, frameFor(kernel, frame_id), detail_level === 1)
    return {status: "ok", found: data !== undefined, data: {...data}, metadata: {}}
  },
  "lrp/is_complete"(kernel, {code}) {
    return {...kernel.engine.completeness(code, frameFor(kernel, undefined))}
  },
  "lrp/history"(kernel, request) {
    const found = kernel.history.find(request)
    if (found instanceof Promise) return found.then(history => ({status: "ok", history}))
    return {status: "ok", history: found}
  },
}
