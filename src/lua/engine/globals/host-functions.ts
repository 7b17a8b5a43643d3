/**
 * Host: the functions of the page that has started the kernel, as a table of closures of the one C function of ours
 * (native.wat, ms_host). The first upvalue of one is its name, so that it is known in any copy of the memory. A call takes
 * two leaves: one that reads the arguments and sends them, one that pushes the answer; the program stands between them.
 */
import {HostValueError} from "../../../base/host-values.ts"
import type {Callbacks} from "../run/callbacks.ts"
import type {Stack} from "../stack/stack.ts"
import type {Threads} from "../stack/threads.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import {registryIndex} from "../vm/lua-api.ts"
import {type HostCall, HostError, type HostFunction, upvalue} from "./call.ts"
import {pushHostValue, ValueReader} from "./values.ts"

export interface HostParts {
  readonly callbacks: Callbacks
  readonly stack: Stack
  readonly threads: Threads
}

const tableName = "Host"
/** Where the registry keeps the table, so that it is found again in a state that is put back. */
const registryKey = "moonstep.Host"

export const isHostFunction = (api: LuaApi, L: number): boolean => api.type(L, upvalue(1)) === "string"
export const hostFunctionName = (api: LuaApi, L: number): string => `${tableName}.${api.text(L, upvalue(1))}`

const bareName = ({name}: HostCall): string => name.slice(tableName.length + 1)

export const callHost: HostFunction<HostParts> = (call, {callbacks, threads, stack}) => {
  const {host} = callbacks
  if (!host)
    throw new HostError(
      `${call.name} can't be called here: the debugger evaluates, or a finalizer runs after its program`,
    )
  const {api, L, count} = call
  const reader = new ValueReader(api, L, host.mostBytes)
  const args = Array.from({length: count}, (_, i) => {
    try {
      return reader.read(i + 1)
    } catch (thrown) {
      if (!(thrown instanceof HostValueError)) throw thrown
      throw new HostError(`bad argument #${i + 1} to '${call.name}' (${thrown.message} can't cross to the page)`)
    }
  })
  api.setTop(L, 0)
  if (!callbacks.canWait(L))
    throw new HostError(`${call.name} can't be called here: this browser can't wait inside of a C function's call`)
  callbacks.flush()
  const refusal = host.begin({name: bareName(call), args, thread: threads.idOf(L), ...stack.filePlace(L)})
  if (refusal !== undefined) throw new HostError(`${call.name} can't be called: ${refusal}`)
  return "wait"
}

export const takeAnswer: HostFunction<HostParts> = (call, {callbacks}) => {
  const outcome = callbacks.host?.take() ?? {error: "nobody answers"}
  if ("error" in outcome) throw new HostError(outcome.error)
  pushHostValue(call.api, call.L, outcome.value)
  return "result"
}

export class HostTable {
  private readonly api: LuaApi
  private readonly names: readonly string[]
  private readonly libraryNames: Map<string, number>

  /** @param libraryNames globals that are not the program's own, and their addresses */
  constructor(api: LuaApi, names: readonly string[], libraryNames: Map<string, number>) {
    this.api = api
    this.names = names
    this.libraryNames = libraryNames
  }

  /** Into a fresh state. */
  register(): void {
    const {api} = this
    const L = api.vm.main
    if (!this.names.length) return
    api.vm.call("lua_createtable", L, 0, this.names.length)
    this.fill(L)
    this.withName(registryKey, key => {
      api.vm.call("lua_pushvalue", L, -1)
      api.vm.call("lua_setfield", L, registryIndex, key)
    })
    this.withName(tableName, name => {
      if (api.vm.call("lua_getglobal", L, name) !== 0) return api.pop(L)
      api.pop(L)
      api.vm.call("lua_pushvalue", L, -1)
      api.vm.call("lua_setglobal", L, name)
    })
    api.pop(L)
    this.note()
  }
  /** Which table it is in the state as it is now. */
  note(): void {
    const {api} = this
    const L = api.vm.main
    this.withName(registryKey, key => api.vm.call("lua_getfield", L, registryIndex, key))
    const address = api.vm.call("lua_topointer", L, -1)
    api.pop(L)
    if (address) this.libraryNames.set(tableName, address)
    else this.libraryNames.delete(tableName)
  }

  /** A state of another start has been put back: its table gets the functions of this one. */
  adopt(): void {
    const {api} = this
    api.withoutCollector(() => {
      const L = api.vm.main
      const type = this.withName(registryKey, key => api.vm.call("lua_getfield", L, registryIndex, key))
      if (type === 0) {
        api.pop(L)
        this.register()
        return
      }
      this.clear(L)
      this.fill(L)
      if (!this.names.length) this.remove(L)
      api.pop(L)
    })
    this.note()
  }

  private withName<T>(name: string, use: (address: number) => T): T {
    return this.api.withText(name, use)
  }
  /** Puts this start's functions into the table on top. */
  private fill(L: number): void {
    const {api} = this
    for (const name of this.names) {
      api.pushText(L, name)
      api.pushText(L, name)
      api.vm.call("lua_pushcclosure", L, api.vm.hostFunction, 1)
      api.vm.call("lua_rawset", L, -3)
    }
  }
  /** Takes what was put there by a start out of the table on top, and leaves what the program has. */
  private clear(L: number): void {
    const {api} = this
    api.vm.call("lua_pushnil", L)
    while (api.vm.call("lua_next", L, -2)) {
      const isOurs = api.vm.call("lua_tocfunction", L, -1) === api.vm.hostFunction
      api.pop(L)
      if (!isOurs) continue
      api.vm.call("lua_pushvalue", L, -1)
      api.vm.call("lua_pushnil", L)
      api.vm.call("lua_rawset", L, -4)
    }
  }
  /** The table on top is a global no more. */
  private remove(L: number): void {
    const {api} = this
    this.withName(tableName, name => {
      api.vm.call("lua_getglobal", L, name)
      const isIt = api.vm.call("lua_rawequal", L, -1, -2)
      api.pop(L)
      if (!isIt) return
      api.vm.call("lua_pushnil", L)
      api.vm.call("lua_setglobal", L, name)
    })
    this.withName(registryKey, key => {
      api.vm.call("lua_pushnil", L)
      api.vm.call("lua_setfield", L, registryIndex, key)
    })
  }
}
