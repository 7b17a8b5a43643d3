/** LRP: clients and their debug sessions. */
import {stoppedBody} from "../debugger/dap-stops.ts"
import type {DebugSession} from "../debugger/session.ts"
import {noSuchSession} from "../protocol/errors.ts"
import type {Kernel} from "./kernel.ts"
import type {LrpGroup} from "./lrp-handlers.ts"

/** @throws no such session */
function sessionOf(kernel: Kernel, id: string): DebugSession {
  const session = kernel.sessions.get(id)
  if (!session || session.abandoned) throw noSuchSession(id)
  return session
}

export const sessionHandlers: LrpGroup<
  | "lrp/heartbeat"
  | "lrp/sessions"
  | "lrp/attach"
  | "lrp/take_over"
  | "lrp/take_over_reply"
  | "lrp/keep"
  | "lrp/recall"
  | "lrp/clients"
  | "lrp/register"
  | "lrp/leave"
  | "lrp/resume"
> = {
  "lrp/heartbeat": kernel => ({state: kernel.state}),
  "lrp/sessions": kernel => ({sessions: kernel.sessions.list()}),
  "lrp/attach"(kernel, {session: id}, {client, request}) {
    const session = sessionOf(kernel, id)
    kernel.sessions.attach(session, client)
    const {stop} = session
    if (stop)
      kernel.afterAnswer = () => client.notify("iopub", "ldp/event/stopped", stoppedBody(stop), request.header, id)
    return kernel.sessions.describe(session)
  },
  "lrp/take_over"(kernel, {session: id}, {client}) {
    const session = sessionOf(kernel, id)
    kernel.sessions.checkSeen(session, client)
    return kernel.sessions.takeOver(session, client)
  },
  "lrp/take_over_reply"(kernel, {request, granted}, {client}) {
    kernel.sessions.answer(request, granted, client)
    return {}
  },
  "lrp/keep"(kernel, {session: id, ...kept}, {client}) {
    const session = sessionOf(kernel, id)
    kernel.sessions.checkOwner(session, client)
    session.memory.keep(kept)
    return {}
  },
  "lrp/recall"(kernel, {session: id}, {client}) {
    const session = sessionOf(kernel, id)
    kernel.sessions.checkSeen(session, client)
    return session.memory.recall()
  },
  "lrp/clients": kernel => ({
    clients: [...kernel.clients].map(({id, name, isAway, sent, counts}) => ({id, name, isAway, sent, ...counts})),
  }),
  "lrp/register"(_, {token}, {client}) {
    client.token = token
    return {}
  },
  "lrp/leave"(kernel, _, {client}) {
    kernel.afterAnswer = () => kernel.suspendClient(kernel.clients.connectionOf(client) ?? client.id)
    return {}
  },
  "lrp/resume": (kernel, {token}, {client}) => kernel.resumeClient(token, client),
}
