/** LRP contents about clients and their debug sessions: who is there, who commands what, who comes back. */
import * as v from "valibot"
import {anything, field, flag, maybe, type ShapeOf, text, texts, whole} from "./shape.ts"

const session = field(text, "The session's id.")

export const sessionRequest = v.object({session})
export const sessionInfo = v.object({
  id: session,
  program: field(text, "Workspace path."),
  clientId: field(text, "The client that commands it."),
  clientName: field(text, "That client's name."),
  state: field(
    v.picklist(["configuring", "waiting", "running", "stopped", "terminated"]),
    "waiting: for its turn; stopped: its program is paused.",
  ),
})
export type SessionInfo = ShapeOf<typeof sessionInfo>
export const sessionsReply = v.object({sessions: field(v.array(sessionInfo), "As lrp/attach answers each.")})

export const takeOverRequest = v.object({
  request: field(whole, "To be named in the answer."),
  session,
  from: field(v.object({id: text, name: text}), "The client that asks: {id, name}."),
})
export type TakeOverRequest = ShapeOf<typeof takeOverRequest>
export const takeOverReply = v.object({
  request: field(whole, "That of the notification."),
  granted: field(flag, "False: the owner keeps it."),
})

export const keepRequest = v.object({
  session,
  watches: maybe(texts, "Expressions that are watched."),
  frameId: maybe(whole, "The frame that is looked at; forgotten when the program goes on."),
})
export const recollection = v.object({
  breakpoints: field(
    v.array(v.object({path: text, breakpoints: v.array(anything)})),
    "{path, breakpoints} each, as setBreakpoints had them.",
  ),
  exceptionFilters: field(texts, "As setExceptionBreakpoints had them."),
  watches: field(texts, "As lrp/keep had them."),
  frameId: maybe(whole, "As lrp/keep had it, while the stop stands."),
})
export type Recollection = ShapeOf<typeof recollection>

export const clientsReply = v.object({
  clients: field(
    v.array(
      v.object({id: text, name: text, isAway: flag, sent: whole, received: whole, refused: whole, malformed: whole}),
    ),
    "{id, name, isAway, sent, received, refused, malformed} each. sent: the running number of the last message to it; the last three count messages of its own: all, over a limit, no requests.",
  ),
})
export const tokenRequest = v.object({token: field(text, "Made by the client, not to be guessed.")})
export const resumeReply = v.object({
  client: field(text, "The client's id: that of before."),
  next: field(whole, "The running number of the first message that it gets."),
  lost: field(whole, "Messages that it will never get: there were more than the kernel keeps."),
  sessions: field(v.array(v.object({id: text, program: text})), "{id, program} of each session that it sees."),
})
export type ResumeReply = ShapeOf<typeof resumeReply>

export const queuedContent = v.object({
  place: field(whole, "How many programs are before it, the running one included."),
  session: maybe(text, "The session that it runs for; else it is the execution that the header's parent names."),
})
export const statusOwner = v.object({
  client: field(text, "Its id."),
  name: field(text, "Its name."),
  session: maybe(text, "The debug session, where the program is debugged."),
})
export type StatusOwner = ShapeOf<typeof statusOwner>
