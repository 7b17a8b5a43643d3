/** Debugger: what a program can ask of the debugger it runs under. */
import {programPath} from "../../../base/path.ts"
import type {FrameInfo} from "../../../debugger/engine.ts"
import type {Callbacks} from "../run/callbacks.ts"
import type {Stack} from "../stack/stack.ts"
import type {Threads} from "../stack/threads.ts"
import type {World} from "../world/world.ts"
import type {HostFunctions} from "./call.ts"

export interface DebuggerParts {
  readonly callbacks: Callbacks
  readonly stack: Stack
  readonly threads: Threads
  readonly world: World
}

export const debuggerFunctions: HostFunctions<DebuggerParts> = {
  "Debugger.pause"(call, {callbacks, threads}) {
    const reason = call.textOr(1, undefined)
    const {script} = callbacks
    if (!script || callbacks.isEvaluating) return "nothing"
    return callbacks.standFor(script.handlePause(threads.idOf(call.L), reason)) ? "pause" : "nothing"
  },
  "Debugger.isAttached"(call, {callbacks, world}) {
    call.push(world.answer(call.name, () => callbacks.script?.isDebugging() === true))
    return "result"
  },
  "Debugger.breakpoint"(call, {callbacks, world}) {
    const [path, line, condition] = [programPath(call.text(1)), call.integer(2), call.textOr(3, undefined)]
    call.push(world.answer(call.name, () => callbacks.script?.addBreakpoint(path, line, condition)))
    return "result"
  },
  "Debugger.clear"(call, {callbacks, world}) {
    const [path, line] = [programPath(call.text(1)), call.integer(2)]
    call.push(world.answer(call.name, () => callbacks.script?.removeBreakpoints(path, line) === true))
    return "result"
  },
  "Debugger.traceback"(call, {stack, world}) {
    if (call.isGiven(1) && call.type(1) !== "thread") throw call.wrong(1, "thread")
    const L = call.isGiven(1) ? call.api.vm.call("lua_topointer", call.L, 1) : call.L
    call.push(world.answer(call.name, () => stack.frames(L).map(ci => frameRecord(stack.describe(L, ci)))))
    return "result"
  },
}

const frameRecord = ({name, path, line, sourceName, native}: FrameInfo) => ({
  name,
  path,
  line: native ? undefined : line,
  source: sourceName,
  native,
})
