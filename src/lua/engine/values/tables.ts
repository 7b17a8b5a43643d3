/** Reading tables raw, also very large ones: an array part by index, the rest by walking the nodes in memory (ltable.c). */
import {
  table as layout,
  luaState,
  node,
  tagMasks,
  tags,
  string as text,
  types,
  valueSize,
  valueTag,
} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"

export class Tables {
  private readonly api: LuaApi
  constructor(api: LuaApi) {
    this.api = api
  }

  isEmpty(L: number, index: number): boolean {
    const at = this.api.vm.call("lua_absindex", L, index)
    this.api.vm.call("lua_pushnil", L)
    if (!this.api.vm.call("lua_next", L, at)) return true
    this.api.pop(L, 2)
    return false
  }

  /** Copies a value from memory onto L's stack. */
  pushFrom(L: number, address: number, tagAddress = address + valueTag): void {
    const {vm} = this.api
    vm.call("lua_checkstack", L, 4)
    const top = vm.load32(L + luaState.top)
    vm.store32(top, vm.load32(address))
    vm.store32(top + 4, vm.load32(address + 4))
    vm.store8(top + valueTag, vm.load8(tagAddress))
    vm.store32(L + luaState.top, top + valueSize)
  }

  /**
   * Calls `visit` for each entry whose key is not one of 1…indexed, with key and value on top of L's stack, from the
   * `skip`-th on, until it answers false. The order is the table's own and stays while the table does.
   */
  eachNamed(L: number, index: number, indexed: number, visit: () => boolean, skip = 0): void {
    const {api} = this
    const {vm} = api
    const address = vm.call("lua_topointer", L, index)
    let passed = 0
    const offer = (push: () => void): boolean => {
      if (passed++ < skip) return true
      push()
      const goOn = visit()
      api.pop(L, 2)
      return goOn
    }
    // The array part may hold more than the border tells (holes).
    const array = vm.load32(address + layout.array)
    const limit = this.arraySize(address)
    for (let i = indexed; i < limit; i++) {
      const value = array + i * valueSize
      if ((vm.load8(value + valueTag) & tagMasks.type) === types.nil) continue
      const push = () => {
        api.pushInteger(L, BigInt(i + 1))
        this.pushFrom(L, value)
      }
      if (!offer(push)) return
    }
    const nodes = vm.load32(address + layout.nodes)
    const count = 2 ** vm.load8(address + layout.logNodes)
    for (let i = 0; i < count; i++) {
      const at = nodes + i * node.size
      if (!this.isNamedNode(at, indexed)) continue
      if (!offer(() => this.pushNode(L, at))) return
    }
  }
  /** The same for the entries alone whose key is a string that begins with these bytes: quick in very large tables. */
  eachBeginning(L: number, index: number, prefix: Uint8Array, visit: () => boolean): void {
    const {api} = this
    const address = api.vm.call("lua_topointer", L, index)
    const nodes = api.vm.load32(address + layout.nodes)
    const count = 2 ** api.vm.load8(address + layout.logNodes)
    for (let i = this.nextBeginning(nodes, 0, count, prefix); i < count; ) {
      const at = nodes + i * node.size
      this.pushNode(L, at)
      const goOn = visit()
      api.pop(L, 2)
      if (!goOn) return
      i = this.nextBeginning(nodes, i + 1, count, prefix)
    }
  }
  /** Pushes a node's key and value. */
  private pushNode(L: number, at: number): void {
    this.pushFrom(L, at + node.key, at + node.keyTag)
    this.pushFrom(L, at, at + node.valueTag)
  }
  /** The first such node from `start` on. A loop of its own on the plain views: a hundred thousand names take some 8 ms. */
  private nextBeginning(nodes: number, start: number, count: number, prefix: Uint8Array): number {
    const {bytes, word32} = this.api.vm
    const {length} = prefix
    next: for (let i = start; i < count; i++) {
      const at = nodes + i * node.size
      const kind = bytes[at + node.keyTag] & tagMasks.variant
      if (
        (kind !== tags.shortString && kind !== tags.longString) ||
        (bytes[at + node.valueTag] & tagMasks.type) === types.nil
      )
        continue
      const key = word32[(at + node.key) >> 2]
      const own = kind === tags.shortString ? bytes[key + text.shortLength] : word32[(key + text.longLength) >> 2]
      if (own < length) continue
      for (let k = 0; k < length; k++) if (bytes[key + text.bytes + k] !== prefix[k]) continue next
      return i
    }
    return count
  }
  /** How many entries eachNamed would visit; stops counting at `most`. */
  countNamed(L: number, index: number, indexed: number, most = Number.POSITIVE_INFINITY): number {
    const {vm} = this.api
    const address = vm.call("lua_topointer", L, index)
    let count = 0
    const array = vm.load32(address + layout.array)
    const limit = this.arraySize(address)
    for (let i = indexed; i < limit && count < most; i++)
      if (vm.load8(array + i * valueSize + valueTag) & tagMasks.type) count++
    const nodes = vm.load32(address + layout.nodes)
    const nodeCount = 2 ** vm.load8(address + layout.logNodes)
    for (let i = 0; i < nodeCount && count < most; i++) if (this.isNamedNode(nodes + i * node.size, indexed)) count++
    return count
  }

  /** luaH_realasize: with this flag, alimit is not the size; the size is the next power of two. */
  private arraySize(address: number): number {
    const {vm} = this.api
    const limit = vm.load32(address + layout.arrayLimit)
    const flags = vm.load8(address + layout.flags)
    if ((flags & layout.notSize) === 0 || limit === 0 || (limit & (limit - 1)) === 0) return limit
    return 2 ** Math.ceil(Math.log2(limit))
  }

  private isNamedNode(at: number, indexed: number): boolean {
    const {bytes} = this.api.vm
    if ((bytes[at + node.valueTag] & tagMasks.type) === types.nil) return false
    // an integer key: one of 1…indexed belongs to the sequence
    if (bytes[at + node.keyTag] !== tags.integer) return true
    const {data} = this.api.vm
    const key = data.getBigInt64(at + node.key, true)
    return key < 1n || key > BigInt(indexed)
  }
}
