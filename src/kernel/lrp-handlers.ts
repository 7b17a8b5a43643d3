/** LRP: the language runtime protocol's methods, in groups. Executions wait for their turn; the rest is answered at once. */
import {interrupted} from "../protocol/errors.ts"
import type {LrpContents, LrpMethod, LrpReplies} from "../protocol/lrp.ts"
import {readContent} from "../protocol/validation.ts"
import {executionHandlers} from "./execution.ts"
import type {Call, Kernel} from "./kernel.ts"
import {languageHandlers} from "./language.ts"
import type {Later} from "./later.ts"
import {sessionHandlers} from "./session-handlers.ts"
import {workspaceHandlers} from "./workspace.ts"

/** Handlers of some methods: checked contents in, the reply or its promise out. */
export type LrpGroup<Methods extends LrpMethod> = {
  readonly [M in Methods]: (
    kernel: Kernel,
    content: LrpContents[M],
    call: Call,
  ) => LrpReplies[M] | Promise<LrpReplies[M]> | Later<LrpReplies[M]>
}

const lifeHandlers: LrpGroup<"lrp/kernel_info" | "lrp/interrupt" | "lrp/restart" | "lrp/shutdown"> = {
  "lrp/kernel_info": kernel => ({
    status: "ok",
    protocol_version: "5.5",
    implementation: "moonstep",
    implementation_version: kernel.parts.version,
    language_info: kernel.engine.language,
    banner: `Moonstep ${kernel.parts.version}, ${kernel.engine.languageVersion}`,
    debugger: true,
    supported_features: ["debugger"],
    help_links: [...kernel.engine.helpLinks],
    state: kernel.state,
  }),
  "lrp/interrupt"(kernel, {execution}, {client}) {
    kernel.turns.interrupt(client.id, execution)
    return {status: "ok"}
  },
  "lrp/restart": kernel => restart(kernel),
  "lrp/shutdown"(kernel, {restart: wanted = false}) {
    if (wanted) return restart(kernel)
    kernel.afterAnswer = () => kernel.parts.onShutdown?.()
    return {status: "ok", restart: false}
  },
}

function restart(kernel: Kernel): Promise<LrpReplies["lrp/restart"]> {
  kernel.turns.queue.cancel(interrupted())
  // one that is to begin anew would go before all that wait
  for (const session of kernel.sessions.values()) session.abandon()
  kernel.turns.interrupt("kernel")
  return new Promise(resolve => {
    const done = () => resolve({status: "ok", restart: true})
    kernel.turns.run({
      clientId: "kernel",
      header: {id: "restart", client: "kernel", time: 0},
      start() {
        for (const session of [...kernel.sessions.values()]) kernel.endSession(session, 0)
        kernel.engine.reset()
        kernel.executionCount = 0
        kernel.history.begin()
        return {kind: "done", results: []}
      },
      done,
      // another restart has taken its place: what was wanted happens
      cancelled: done,
    })
  })
}

const handlers: LrpGroup<LrpMethod> = {
  ...executionHandlers,
  ...languageHandlers,
  ...workspaceHandlers,
  ...sessionHandlers,
  ...lifeHandlers,
}

/** Checks the content of a request and answers it. @throws ProtocolError */
export function answerLrp<M extends LrpMethod>(
  kernel: Kernel,
  call: Call,
  method: M,
): LrpReplies[M] | Promise<LrpReplies[M]> | Later<LrpReplies[M]> {
  return handlers[method](kernel, readContent(method, call.request), call)
}
