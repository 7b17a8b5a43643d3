/**
 * Console, Debugger, Performance and Inspect: registered once at boot as closures of one C function (native.wat,
 * ms_host), before the snapshot is taken; so they are there after every reset and cost a boot nothing but their tables.
 */
import {scriptFunctionNames, scriptGlobalNames} from "../../syntax/index.ts"
import type {Protos} from "../code/protos.ts"
import type {Callbacks} from "../run/callbacks.ts"
import type {Stack} from "../stack/stack.ts"
import type {Threads} from "../stack/threads.ts"
import type {Formatter} from "../values/format.ts"
import type {RichValues} from "../values/rich.ts"
import type {Tables} from "../values/tables.ts"
import {luaState} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import {encodeText} from "../world/text.ts"
import type {World} from "../world/world.ts"
import {type HostAnswer, HostCall, HostError, upvalue} from "./call.ts"
import {consoleFunctions} from "./console.ts"
import {debuggerFunctions} from "./debugger.ts"
import {callHost, hostFunctionName, isHostFunction, takeAnswer} from "./host-functions.ts"
import {inspectFunctions} from "./inspect.ts"
import {performanceFunctions} from "./performance.ts"

/** What the functions work with. */
export interface HostParts {
  readonly api: LuaApi
  readonly protos: Protos
  readonly stack: Stack
  readonly threads: Threads
  readonly tables: Tables
  readonly formatter: Formatter
  readonly rich: RichValues
  readonly callbacks: Callbacks
  readonly world: World
}
export type HostFunction = (call: HostCall, parts: HostParts) => HostAnswer

const functions: Readonly<Record<string, HostFunction>> = {
  ...consoleFunctions,
  ...debuggerFunctions,
  ...performanceFunctions,
  ...inspectFunctions,
}

/** Puts the globals into a fresh state. */
export function registerScriptGlobals(api: LuaApi): void {
  const {vm} = api
  const L = vm.main
  for (const global of scriptGlobalNames) {
    vm.call("lua_createtable", L, 0, 20)
    // what its functions remember
    vm.call("lua_createtable", L, 0, 0)
    scriptFunctionNames.forEach((name, number) => {
      const [owner, field] = name.split(".")
      if (owner !== global) return
      api.pushText(L, field)
      api.pushInteger(L, BigInt(number))
      vm.call("lua_pushvalue", L, -3)
      vm.call("lua_pushcclosure", L, vm.hostFunction, 2)
      vm.call("lua_rawset", L, -4)
    })
    api.pop(L)
    api.withText(global, name => vm.call("lua_setglobal", L, name))
  }
}

/** Answers a call. @returns as native.wat's ms_host wants it */
export function answerHostCall(parts: HostParts, L: number): number {
  const {api} = parts
  if (isHostFunction(api, L)) return answer(parts, L, hostFunctionName(api, L), callHost)
  const name = scriptFunctionNames[Number(api.vm.raw.lua_tointegerx(L, upvalue(1), 0))]
  return answer(parts, L, name, functions[name])
}
/** Gives what a call has waited for. */
export function answerAwaitedCall(parts: HostParts, L: number): number {
  return answer(parts, L, hostFunctionName(parts.api, L), takeAnswer)
}

function answer(parts: HostParts, L: number, name: string, run: HostFunction): number {
  const {api, callbacks} = parts
  try {
    return api.withoutCollector(() => {
      const given = run(new HostCall(api, L, name), parts)
      if (given === "wait") {
        callbacks.awaitHost(L)
        return waiting
      }
      if (given !== "pause") return given === "result" ? 1 : 0
      callbacks.place = {L, ci: api.vm.load32(L + luaState.ci), returned: false}
      return pausing
    })
  } catch (thrown) {
    if (!(thrown instanceof HostError)) throw thrown
    return api.withoutCollector(() => {
      api.vm.call("luaL_where", L, 1)
      api.pushBytes(L, encodeText(thrown.message))
      api.vm.call("lua_concat", L, 2)
      return -1
    })
  }
}
const pausing = 256
const waiting = 512
