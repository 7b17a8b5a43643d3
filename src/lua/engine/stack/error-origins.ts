/**
 * Where an error comes from that goes on through coroutines. What `coroutine.resume` has caught, a program often raises
 * again in the resumer; the coroutine's stack still stands then, and belongs to what is told of the error. That it is
 * the same error is seen by its object, or by a message that ends with the one before (`error` puts a place before it).
 *
 * Programs that end many coroutines by errors pay little for it: native.wat ($ms_note_death) takes the last ones down,
 * and only when an error is looked at are they read.
 */
import {control, death, luaState, string as stringLayout, tags, valueSize, valueTag} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import type {Stack} from "./stack.ts"

/** An error object: its value and tag. */
interface ErrorObject {
  value: number
  tag: number
}
interface Origin extends ErrorObject {
  /** The coroutine that has died of it; its stack is read when it is wanted. */
  readonly state: number
  /** Read at once where `coroutine.wrap` would clear it before. */
  readonly lines: readonly string[] | undefined
  readonly before: Origin | undefined
  readonly depth: number
}

/** A longer message is not compared with another. */
const longestText = 1_000_000
/** An error that is raised again more often is followed no further. */
const longestChain = 50

export class ErrorOrigins {
  private readonly api: LuaApi
  private readonly stack: Stack
  private last: Origin | undefined
  /** Deaths that have been read. */
  private read = 0

  constructor(api: LuaApi, stack: Stack) {
    this.api = api
    this.stack = stack
  }

  /**
   * The error on top of L's stack will be caught by a resume.
   * @param states L, and those that wrap's functions will pass it on to
   */
  note(L: number, states: readonly number[]): void {
    this.readDeaths()
    this.add(L, this.object(L), states.length > 1 ? this.chainLines(states) : undefined)
  }
  private add(state: number, error: ErrorObject, lines: readonly string[] | undefined): void {
    const before = this.last && this.last.depth < longestChain && this.isSame(error) ? this.last : undefined
    this.last = {...error, state, lines, before, depth: (before?.depth ?? 0) + 1}
  }
  /** Those that were taken down since. */
  private readDeaths(): void {
    const {vm} = this.api
    const count = vm.getControl(control.deathCount) >>> 0
    for (let n = Math.max(this.read, count - death.slots); n < count; n++) {
      const at = vm.control + control.deaths + (n % death.slots) * death.size
      this.add(vm.load32(at), {value: vm.load32(at + death.value), tag: vm.load32(at + death.tag)}, undefined)
    }
    this.read = count
  }
  /** It has been passed on, with a place before its message. */
  follow(L: number): void {
    this.readDeaths()
    const error = this.object(L)
    if (this.last && this.isSame(error)) Object.assign(this.last, error)
  }
  forget(): void {
    this.last = undefined
    this.read = this.api.vm.getControl(control.deathCount) >>> 0
  }

  /** The stacks of L and of those that wait for it, after those that the error came out of before. */
  traceback(L: number, states: readonly number[]): string[] {
    this.readDeaths()
    const own = this.chainLines(states)
    // raised here just now: it is what `note` has taken down
    const from = this.last?.state === L ? this.last.before : this.isSame(this.object(L)) ? this.last : undefined
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
      const lines = this.named(
        state,
        entries.map(line => line.trim()),
      )
      // the function that raised it (error, assert) says nothing
      return lines[0]?.startsWith("[C]: in function 'error'") ? lines.slice(1) : lines
    })
  }

  /** A traceback's lines, with the names that functions have in their texts where Lua knows none. */
  private named(state: number, lines: readonly string[]): string[] {
    const frames = this.stack.allFrames(state)
    let level = 0
    return lines.map(line => {
      if (line === "(...tail calls...)") return line
      const skipped = /^\.\.\.\s*\(skipping (\d+) levels\)$/.exec(line)
      if (skipped) {
        level += Number(skipped[1])
        return line
      }
      const ci = frames[level++]
      return line.replace(/ in function <[^>]*>$/, unnamed => {
        const name = ci === undefined ? undefined : this.stack.nameInText(ci)
        return name === undefined ? unnamed : ` in function '${name}'`
      })
    })
  }

  private object(L: number): ErrorObject {
    const {vm} = this.api
    const at = vm.load32(L + luaState.top) - valueSize
    return {value: vm.load32(at), tag: vm.load8(at + valueTag)}
  }

  /** Whether an error is the last one that was noted. */
  private isSame(error: ErrorObject): boolean {
    const {last} = this
    if (!last) return false
    if (error.value === last.value && error.tag === last.tag) return true
    const text = this.text(error, longestText)
    const before = text === "" ? "" : this.text(last, text.length * 3)
    return before !== "" && text.endsWith(before)
  }
  /** The text of a string; "" for all else, and for a longer one. */
  private text({value, tag}: ErrorObject, most: number): string {
    const {api} = this
    // It may have been collected, and its place be taken by anything: what does not look like a string is none.
    if (!isString(tag) || !isString(api.vm.load8(value + stringLayout.kind) | tags.collectable)) return ""
    const length = api.objectLength(value)
    return length <= 0 || length > most ? "" : api.objectText(value)
  }
}

const isString = (tag: number): boolean =>
  tag === (tags.shortString | tags.collectable) || tag === (tags.longString | tags.collectable)
