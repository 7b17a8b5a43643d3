/** LRP contents of host functions: what a program calls, and the page that has started the kernel answers. */
import * as v from "valibot"
import {anything, field, lineNumber, maybe, type ShapeOf, text, whole} from "./shape.ts"

const call = field(whole, "The number of the call, which its answer names.")

export const hostCallContent = v.object({
  call,
  name: field(text, "The function."),
  args: field(
    v.array(anything),
    "Plain data: null, booleans, numbers, BigInts (integers beyond 2^53), strings, Uint8Arrays (strings that are not UTF-8), lists and objects.",
  ),
  client: field(text, "The client whose program calls; its session, where it is debugged, is in the header."),
  source: maybe(text, "The workspace path that calls."),
  line: maybe(lineNumber, "The line that calls."),
})
export type HostCallContent = ShapeOf<typeof hostCallContent>
export const hostCancelContent = v.object({call})
export const hostReply = v.object({
  call,
  value: maybe(anything, "What the function gives: plain data, as the arguments. Default null."),
  error: maybe(text, "Why it gives nothing: becomes an error of the program, with the place of the call before it."),
})
export type HostReply = ShapeOf<typeof hostReply>
