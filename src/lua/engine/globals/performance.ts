/** Performance: a clock, marks and measures, the memory in use. Named as in browsers. */
import type {World} from "../world/world.ts"
import {type HostCall, HostError, type HostFunctions} from "./call.ts"

export interface PerformanceParts {
  readonly world: World
}

/** The moment of a mark. @throws HostError */
function moment(call: HostCall, index: number, otherwise: number): number {
  const name = call.textOr(index, undefined)
  if (name === undefined) return otherwise
  const at = call.remembered(`mark ${name}`)
  if (at === undefined) throw new HostError(`there is no mark "${name}"; set it with Performance.mark`)
  return at
}

/** Adds to the list of entries, which is the program's to look at. */
function note(call: HostCall, entry: Readonly<Record<string, string | number>>): void {
  const {api, L} = call
  call.pushEntry("entries")
  if (api.type(L, -1) !== "table") {
    api.pop(L, 2)
    call.remember("entries", [])
    call.pushEntry("entries")
  }
  const next = api.rawLength(L, -1) + 1
  call.push(entry)
  api.vm.raw.lua_rawseti(L, -2, BigInt(next))
  api.pop(L, 2)
}

export const performanceFunctions: HostFunctions<PerformanceParts> = {
  "Performance.now"(call, {world}) {
    call.api.vm.raw.lua_pushnumber(call.L, world.elapsed())
    return "result"
  },
  "Performance.mark"(call, {world}) {
    const name = call.text(1)
    const start = world.elapsed()
    call.remember(`mark ${name}`, start)
    note(call, {name, type: "mark", start, duration: 0})
    call.api.vm.raw.lua_pushnumber(call.L, start)
    return "result"
  },
  "Performance.measure"(call, {world}) {
    const name = call.text(1)
    const now = world.elapsed()
    const start = moment(call, 2, 0)
    const duration = moment(call, 3, now) - start
    note(call, {name, type: "measure", start, duration})
    call.api.vm.raw.lua_pushnumber(call.L, duration)
    return "result"
  },
  "Performance.entries"(call) {
    const {api, L} = call
    call.pushEntry("entries")
    const length = api.type(L, -1) === "table" ? api.rawLength(L, -1) : 0
    // a list of its own: what the program does to it is its own affair
    api.vm.call("lua_createtable", L, length, 0)
    for (let i = 1; i <= length; i++) {
      api.vm.raw.lua_rawgeti(L, -2, BigInt(i))
      api.vm.raw.lua_rawseti(L, -2, BigInt(i))
    }
    return "result"
  },
  "Performance.clear"(call) {
    call.forgetAll()
    return "nothing"
  },
  "Performance.memory"(call) {
    call.push(call.api.vm.bytesInUse)
    return "result"
  },
}
