/**
 * What a frame's text says of local variables that are nowhere in the running program: compile-time constants, whose value
 * stands in the code, and variables of outer functions that the frame's function does not use, so that it has not got them.
 */

import {LruCache} from "../../../base/lru.ts"
import {identifiersIn, LineIndex, type LocalVariable, localsAt, parser} from "../../syntax/index.ts"
import type {FunctionNames, TextOutline} from "../code/function-names.ts"
import type {Protos} from "../code/protos.ts"
import {closure} from "../vm/layout.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import {encodeText} from "../world/text.ts"
import type {Stack} from "./stack.ts"

/** A constant's name, and statements that declare it and those that its value names. */
export interface Constant {
  readonly name: string
  readonly declaration: string
}
interface Scope {
  readonly own: number
  /** The function's text. */
  readonly from: number
  readonly to: number
  readonly outline: TextOutline
  /** Innermost first; several views of the line that the frame stands on. */
  readonly views: readonly (readonly LocalVariable[])[]
}

export class TextScope {
  private readonly api: LuaApi
  private readonly protos: Protos
  private readonly stack: Stack
  private readonly names: FunctionNames
  /** Whether what a declaration declares is in no register, by its text. */
  private readonly folded = new LruCache<string, boolean>(200)
  private known:
    | {readonly outline: TextOutline; readonly tree: ReturnType<typeof parser.parse>; readonly lines: LineIndex}
    | undefined

  constructor(api: LuaApi, protos: Protos, stack: Stack, names: FunctionNames) {
    this.api = api
    this.protos = protos
    this.stack = stack
    this.names = names
  }

  /** The constants that the function of a frame declares and that are visible where it stands, in source order. */
  constants(ci: number): Constant[] {
    const scope = this.scopeAt(ci)
    return scope ? this.declared(scope, local => functionOf(local, scope.outline) === scope.own) : []
  }
  /** The constants of outer functions that the function of a frame names. */
  outerConstants(ci: number): Constant[] {
    const scope = this.scopeAt(ci)
    if (!scope || scope.own === 0) return []
    const named = new Set(identifiersIn(scope.outline.text.slice(scope.from, scope.to)))
    return this.declared(scope, local => functionOf(local, scope.outline) !== scope.own && named.has(local.name))
  }
  private declared(scope: Scope, isWanted: (local: LocalVariable) => boolean): Constant[] {
    return scope.views[0]
      .filter(local => local.constant !== undefined && isWanted(local))
      .reverse()
      .flatMap(local => this.declare(local, scope) ?? [])
  }
  /** The names of all local variables that the text has where a frame stands. */
  visibleNames(ci: number): string[] {
    return this.scopeAt(ci)?.views[0].map(({name}) => name) ?? []
  }

  /**
   * What names mean by the text, where that is no variable of the frame's function. Undefined: such a one, or a global.
   * To be asked with whether the function has a variable of that name, which a constant may hide.
   */
  meaningsAt(ci: number): (name: string, isVariable: boolean) => Constant | "outer" | undefined {
    const scope = this.scopeAt(ci)
    return (name, isVariable) => scope && this.find(name, scope, isVariable)
  }
  private find(name: string, scope: Scope, isVariable: boolean): Constant | "outer" | undefined {
    for (const view of isVariable ? scope.views.slice(0, 1) : scope.views) {
      const local = view.find(one => one.name === name)
      if (!local || !this.isAround(local, scope)) continue
      const constant = this.declare(local, scope)
      if (constant) return constant
      if (!isVariable && functionOf(local, scope.outline) !== scope.own) return "outer"
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
      from: found?.from ?? 0,
      to: found?.to ?? outline.text.length,
      outline,
      views: [start + indent, lines.startOf(line + 1) - 1].map(offset => localsAt(tree, outline.text, within(offset))),
    }
  }

  /** Undefined where it is a variable of the running program: its value is none that the compiler computes. */
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
    const declaration = `${before}local ${name} <const> = ${constant};`
    return this.isFolded(declaration) ? {name, declaration} : undefined
  }
  /** What the compiler has computed takes no register (luaK_exp2const, lcode.c). */
  private isFolded(declaration: string): boolean {
    const {api, protos, folded} = this
    const known = folded.get(declaration)
    if (known !== undefined) return known
    const L = api.vm.main
    const isFolded = api.withoutCollector(() => {
      if (api.loadText(L, encodeText(declaration), "=constant") !== 0) return false
      return protos.localCount(api.vm.load32(api.vm.call("lua_topointer", L, -1) + closure.proto)) === 0
    })
    api.pop(L)
    folded.set(declaration, isFolded)
    return isFolded
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
