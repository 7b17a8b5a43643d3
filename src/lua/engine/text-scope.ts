/**
 * What a frame's text says of local variables that are nowhere in the running program: compile-time constants, whose value
 * stands in the code, and variables of outer functions that the frame's function does not use, so that it has not got them.
 */
import {identifiersIn, LineIndex, type LocalVariable, localsAt, parser} from "../syntax/index.ts"
import type {FunctionNames, TextOutline} from "./function-names.ts"
import type {Protos} from "./protos.ts"
import type {Stack} from "./stack.ts"

/** A constant's name, and statements that declare it and those that its value names. */
export interface Constant {
  readonly name: string
  readonly declaration: string
}
interface Scope {
  readonly own: number
  readonly outline: TextOutline
  /** Innermost first; several views of the line that the frame stands on. */
  readonly views: readonly (readonly LocalVariable[])[]
}

export class TextScope {
  private readonly protos: Protos
  private readonly stack: Stack
  private readonly names: FunctionNames
  private known:
    | {readonly outline: TextOutline; readonly tree: ReturnType<typeof parser.parse>; readonly lines: LineIndex}
    | undefined

  constructor(protos: Protos, stack: Stack, names: FunctionNames) {
    this.protos = protos
    this.stack = stack
    this.names = names
  }

  /** The constants that the function of a frame declares and that are visible where it stands, in source order. */
  constants(ci: number): Constant[] {
    const scope = this.scopeAt(ci)
    if (!scope) return []
    return scope.views[0]
      .filter(local => local.constant !== undefined && functionOf(local, scope.outline) === scope.own)
      .reverse()
      .flatMap(local => this.declare(local, scope) ?? [])
  }

  /** What a name means that is neither a register nor an upvalue of the frame's function; undefined: a global. */
  find(name: string, ci: number): Constant | "outer" | undefined {
    const scope = this.scopeAt(ci)
    if (!scope) return undefined
    for (const view of scope.views) {
      const local = view.find(one => one.name === name)
      if (!local || !this.isAround(local, scope)) continue
      const constant = this.declare(local, scope)
      if (constant) return constant
      if (functionOf(local, scope.outline) !== scope.own) return "outer"
    }
    return undefined
  }

  private scopeAt(ci: number): Scope | undefined {
    const {protos, stack} = this
    const proto = stack.proto(ci)
    const outline = this.names.outlineOf(proto)
    const found = this.names.find(proto)?.found
    const line = protos.line(proto, stack.index(ci))
    if (!outline || line < 1 || (!found && protos.lineDefined(proto) !== 0)) return undefined
    if (this.known?.outline !== outline)
      this.known = {outline, tree: parser.parse(outline.text), lines: new LineIndex(outline.text)}
    const {tree, lines} = this.known
    const [from, to] = found ? [found.from, found.to - "end".length] : [0, outline.text.length]
    const within = (offset: number) => Math.min(Math.max(offset, from), to)
    const start = lines.startOf(line)
    const indent = /^[ \t]*/.exec(outline.text.slice(start, start + 200))?.[0].length ?? 0
    return {
      own: found?.functionIndex ?? 0,
      outline,
      views: [start + indent, lines.startOf(line + 1) - 1].map(offset => localsAt(tree, outline.text, within(offset))),
    }
  }

  /** Undefined where the value names something that is no constant. */
  private declare(local: LocalVariable, scope: Scope): Constant | undefined {
    if (local.constant === undefined) return undefined
    const {name, constant, offset} = local
    let before = ""
    const inner = identifiersIn(constant)
    if (inner.length && this.known) {
      const visible = localsAt(this.known.tree, scope.outline.text, offset)
      for (const one of inner) {
        const other = visible.find(candidate => candidate.name === one)
        const declared = other && this.declare(other, scope)
        if (!declared) return undefined
        before += declared.declaration
      }
    }
    return {name, declaration: `${before}local ${name} <const> = ${constant};`}
  }

  /** Whether a variable is of the frame's function, or of one around it. */
  private isAround(local: LocalVariable, {own, outline}: Scope): boolean {
    const of = functionOf(local, outline)
    for (let at = own; at !== 0; at = outline.functions[at - 1].parentIndex) if (at === of) return true
    return of === 0
  }
}

/** The index of the function that a variable is a local of; 0: the main chunk. */
function functionOf({offset, kind}: LocalVariable, {functions}: TextOutline): number {
  const inside = functions.findLast(({from, to}) => from <= offset && offset < to)
  // a local function's name is outside of it
  return (kind === "function" ? inside?.parentIndex : inside?.functionIndex) ?? 0
}
