/**
 * Console, Debugger, Performance and Inspect: registered once at boot as closures of one C function (native.wat,
 * ms_host), before the snapshot is taken; so they are there after every reset and cost a boot nothing but their tables.
 */
import {scriptFunctionNames, scriptGlobalNames} from "../../syntax/index.ts"
import {hostAnswers, luaState} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import {encodeText} from "../world/text.ts"
import {HostCall, HostError, type HostFunction, type HostFunctions, upvalue} from "./call.ts"
import {type ConsoleParts, consoleFunctions} from "./console.ts"
import {type DebuggerParts, debuggerFunctions} from "./debugger.ts"
import {callHost, type HostParts, hostFunctionName, isHostFunction, takeAnswer} from "./host-functions.ts"
import {type InspectParts, inspectFunctions} from "./inspect.ts"
import {type PerformanceParts, performanceFunctions} from "./performance.ts"

/** What the functions work with. */
export type GlobalParts = ConsoleParts & DebuggerParts & PerformanceParts & InspectParts & HostParts

const functions: HostFunctions<GlobalParts> = {
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
export function answerHostCall(api: LuaApi, parts: GlobalParts, L: number): number {
  if (isHostFunction(api, L)) return answer(api, parts, L, hostFunctionName(api, L), callHost)
  const name = scriptFunctionNames[Number(api.vm.raw.lua_tointegerx(L, upvalue(1), 0))]
  return answer(api, parts, L, name, functions[name])
}
/** Gives what a call has waited for. */
export function answerAwaitedCall(api: LuaApi, parts: GlobalParts, L: number): number {
  return answer(api, parts, L, hostFunctionName(api, L), takeAnswer)
}

function answer(api: LuaApi, parts: GlobalParts, L: number, name: string, run: HostFunction<GlobalParts>): number {
  const {callbacks} = parts
  try {
    return api.withoutCollector(() => {
      const given = run(new HostCall(api, L, name), parts)
      if (given === "wait") {
        callbacks.awaitHost(L)
        return hostAnswers.waiting
      }
      if (given !== "pause") return given === "result" ? 1 : 0
      callbacks.place = {L, ci: api.vm.load32(L + luaState.ci), returned: false}
      return hostAnswers.pausing
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
