/**
 * Where an error comes from that goes on through coroutines. What `coroutine.resume` has caught, a program often raises
 * again in the resumer; the coroutine's stack still stands then, and belongs to what is told of the error. That it is
 * the same error is seen by its object, or by a message that ends with the one before (`error` puts a place before it).
 */
import {luaState, string as stringLayout, tags, valueSize, valueTag} from "./layout.ts"
import type {LuaApi} from "./lua-api.ts"
import type {Stack} from "./stack.ts"

interface Origin {
  /** The error object: its value and tag. */
  value: number
  tag: number
  /** The coroutine that has died of it; its stack is read when it is wanted. */
  readonly state: number
  /** Read at once where `coroutine.wrap` would clear it before. */
  readonly lines: readonly string[] | undefined
  readonly before: Origin | undefined
  readonly depth: number
}

/** An error that is raised again more often is followed no further. */
const longestChain = 50

export class ErrorOrigins {
  private readonly api: LuaApi
  private readonly stack: Stack
  private last: Origin | undefined

  constructor(api: LuaApi, stack: Stack) {
    this.api = api
    this.stack = stack
  }

  /**
   * The error on top of L's stack will be caught by a resume.
   * @param states L, and those that wrap's functions will pass it on to
   */
  note(L: number, states: readonly number[]): void {
    const same = this.isSame(L)
    const before = same && this.last && this.last.depth < longestChain ? this.last : undefined
    const lines = states.length > 1 ? this.chainLines(states) : undefined
    this.last = {...this.object(L), state: L, lines, before, depth: (before?.depth ?? 0) + 1}
  }
  /** It has been passed on, with a place before its message. */
  follow(L: number): void {
    if (this.last && this.isSame(L)) Object.assign(this.last, this.object(L))
  }
  forget(): void {
    this.last = undefined
  }

  /** The stacks of L and of those that wait for it, after those that the error came out of before. */
  traceback(L: number, states: readonly number[]): string[] {
    const own = this.chainLines(states)
    // raised here just now: it is what `note` has taken down
    const from = this.last?.state === L ? this.last.before : this.isSame(L) ? this.last : undefined
    const earlier: string[] = []
    for (let one = from; one; one = one.before) {
      const lines = one.lines ?? this.deadLines(one.state)
      if (lines.length) earlier.unshift(...lines, "raised again from:")
    }
    return [...earlier, ...own]
  }

  private chainLines(states: readonly number[]): string[] {
    return states.flatMap((state, i) => (i === 0 ? this.lines(state) : ["resumed from:", ...this.lines(state)]))
  }
  /** Of a coroutine that an error has ended; nothing if it is closed or collected. */
  private deadLines(state: number): string[] {
    return this.stack.states(100_000).includes(state) && this.stack.isDead(state) ? this.lines(state) : []
  }
  private lines(state: number): string[] {
    const {api} = this
    const {vm} = api
    return api.withoutCollector(() => {
      vm.call("luaL_traceback", vm.main, state, 0, 0)
      const [, ...entries] = api.text(vm.main, -1).split("\n")
      api.pop(vm.main)
      const lines = entries.map(line => line.trim())
      // the function that raised it (error, assert) says nothing
      return lines[0]?.startsWith("[C]: in function 'error'") ? lines.slice(1) : lines
    })
  }

  private object(L: number): {readonly value: number; readonly tag: number} {
    const {vm} = this.api
    const at = vm.load32(L + luaState.top) - valueSize
    return {value: vm.load32(at), tag: vm.load8(at + valueTag)}
  }

  /** Whether the error on top of L's stack is the last one that was noted. */
  private isSame(L: number): boolean {
    const {api, last} = this
    if (!last) return false
    const {value, tag} = this.object(L)
    if (value === last.value && tag === last.tag) return true
    if (api.type(L, -1) !== "string" || !isString(last.tag)) return false
    const text = api.text(L, -1)
    // It may have been collected, and its place be taken by anything: what does not look like a string is none.
    if (!isString(api.vm.load8(last.value + stringLayout.kind) | tags.collectable)) return false
    const length = api.objectLength(last.value)
    if (length <= 0 || length > text.length * 3) return false
    const before = api.objectText(last.value)
    return before !== "" && text.endsWith(before)
  }
}

const isString = (tag: number): boolean =>
  tag === (tags.shortString | tags.collectable) || tag === (tags.longString | tags.collectable)
