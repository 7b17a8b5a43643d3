/** What a coroutine shows when it is opened: its status, its function, what it has died of, and its frames. */
import type {ValueInfo, VariableInfo} from "../../../debugger/engine.ts"
import type {Stack} from "../stack/stack.ts"
import type {Threads} from "../stack/threads.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import type {ScopeContainer} from "./container-kinds.ts"
import {topOf} from "./error-text.ts"

/** Of a stack without an end so many frames are shown, the innermost. */
const mostFrames = 200

export class ThreadParts {
  private readonly api: LuaApi
  private readonly stack: Stack
  private readonly threads: Threads

  constructor(api: LuaApi, stack: Stack, threads: Threads) {
    this.api = api
    this.stack = stack
    this.threads = threads
  }

  /** `describeAt` says what the value at an address is. */
  read(L: number, describeAt: (address: number) => ValueInfo): VariableInfo[] {
    const {stack} = this
    const inner = {internal: true, readOnly: true}
    const found: VariableInfo[] = [{name: "(status)", text: this.threads.statusOf(L), type: "status", ...inner}]
    const first = stack.firstFunction(L)
    if (first !== undefined) found.push({name: "(function)", ...describeAt(first), ...inner})
    if (stack.hasFailed(L)) found.push({name: "(error)", ...describeAt(topOf(this.api, L)), ...inner})
    const frames = stack.frames(L)
    for (const [level, ci] of frames.slice(0, mostFrames).entries()) {
      const {name, path, sourceName, line} = stack.describe(L, ci)
      const container: ScopeContainer = {kind: "locals", L, ci}
      found.push({
        name: `(frame ${level + 1})`,
        text: `${name} (${path ?? sourceName}${line > 0 ? `:${line}` : ""})`,
        type: "frame",
        ...inner,
        ...(stack.isLua(ci) ? {container} : {}),
      })
    }
    const left = frames.length - mostFrames
    if (left > 0)
      found.push({name: "(frames)", text: `… ${left.toLocaleString("en-US")} more`, type: "frame", ...inner})
    return found
  }
}
