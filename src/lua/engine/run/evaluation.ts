/**
 * Evaluating text in a frame. The text becomes a function whose upvalues are the frame's variables: upvalues of the
 * frame's function are joined (they are the same variable), locals are copied in, and back where they have changed.
 */
import {ScriptError} from "../../../base/script-error.ts"
import {declaredIn, identifiersIn} from "../../syntax/index.ts"
import type {Protos} from "../code/protos.ts"
import type {Stack, StackFrame} from "../stack/stack.ts"
import type {Constant, TextScope} from "../stack/text-scope.ts"
import {type ErrorTexts, errorName, topOf} from "../values/error-text.ts"
import type {Tables} from "../values/tables.ts"
import {control, valueSize} from "../vm/layout.ts"
import {type LuaApi, multipleResults} from "../vm/lua-api.ts"
import type {Vm} from "../vm/vm.ts"
import {encodeText} from "../world/text.ts"

const chunkName = "=eval"
const position = /^eval:\d+: /
/** Lua allows 200 locals in a function; the names that the text mentions are few. */
const nameLimit = 190

/** What is called of the debugger's on L sees the frame's stack and thread as its own (native.wat, $ms_shown). */
export function beginShowing({L, ci}: StackFrame, vm: Vm, evaluationState: number): void {
  if (!ci) return
  vm.setControl(control.evaluatedState, L)
  vm.setControl(control.evaluatedCi, ci)
  vm.setControl(control.evaluationState, evaluationState)
}
export const endShowing = (vm: Vm): void => vm.setControl(control.evaluationState, 0)

/** Why a text is no expression, or (for what is evaluated) no statements either; said of it alone. */
export function problemOf(api: LuaApi, text: string, kind: "expression" | "evaluated"): string | undefined {
  const L = api.vm.main
  const bottom = api.top(L)
  const load = (source: string) => api.loadText(L, encodeText(source), chunkName) === 0
  try {
    if (load(`return ${text}\n`) || (kind === "evaluated" && load(text))) return undefined
    return api.text(L, kind === "expression" ? -1 : bottom + 1).replace(position, "")
  } finally {
    api.setTop(L, bottom)
  }
}

/**
 * The compile-time constants that a text names.
 * @param isVariable whether a name is a variable of the frame
 * @throws ScriptError for a variable of an outer function that the frame's function has not got
 */
export function constantsIn(
  text: string,
  ci: number,
  scope: TextScope,
  isVariable: (name: string) => boolean,
): Constant[] {
  const found: Constant[] = []
  const own = new Set(declaredIn(text))
  const names = identifiersIn(text).filter(name => !own.has(name))
  if (!names.length) return found
  const meaning = scope.meaningsAt(ci)
  for (const name of names) {
    const meant = meaning(name, isVariable(name))
    if (meant === "outer")
      throw new ScriptError(
        "NameError",
        `"${name}" is a local of an outer function that this one does not use, so it is not known here.`,
      )
    if (meant) found.push(meant)
  }
  return found
}

interface FrameVariable {
  readonly name: string
  /** The stack slot of a local, or of the error of this stop: asked each time, since the collector may move stacks. */
  readonly slot?: () => number
  /** The number of an upvalue. */
  readonly upvalue?: number
}

export class Evaluation {
  private readonly api: LuaApi
  private readonly protos: Protos
  private readonly stack: Stack
  private readonly tables: Tables
  private readonly errors: ErrorTexts
  private readonly scope: TextScope
  /** The state that stands at an error, 0: none does. */
  private readonly raising: () => number
  constructor(
    api: LuaApi,
    protos: Protos,
    stack: Stack,
    tables: Tables,
    errors: ErrorTexts,
    scope: TextScope,
    raising: () => number,
  ) {
    this.api = api
    this.protos = protos
    this.stack = stack
    this.tables = tables
    this.errors = errors
    this.scope = scope
    this.raising = raising
  }

  /**
   * Evaluates an expression, or else statements, and calls `use` with a state whose stack holds just the results.
   * @throws ScriptError
   */
  run<T>(text: string, frame: StackFrame, use: (L: number, isStatement: boolean) => T, expressionOnly = false): T {
    const {api} = this
    const {ci} = frame
    const {vm} = api
    const L = vm.call("lua_newthread", vm.main)
    const anchor = api.reference(vm.main)
    try {
      const inLua = ci !== 0 && this.stack.isLua(ci)
      const variables = inLua ? this.mentioned(text, ci) : []
      const isVariable = (name: string) => variables.some(one => one.name === name)
      const constants = inLua ? constantsIn(text, ci, this.scope, isVariable) : []
      const isStatement = this.compile(L, text, variables, constants, expressionOnly)
      if (inLua) this.bind(L, ci, variables)
      let count = 0
      if (ci) {
        const varargs = this.stack.varargs(ci)
        vm.call("lua_checkstack", L, varargs.count + 20)
        for (; count < varargs.count; count++) this.tables.pushFrom(L, varargs.address + count * valueSize)
      }
      // keep the function below its results, to copy its variables back
      vm.call("lua_pushvalue", L, 1)
      vm.call("lua_rotate", L, 2, 1)
      beginShowing(frame, vm, L)
      const status = vm.call("lua_pcallk", L, count, multipleResults, 0, 0, 0)
      endShowing(vm)
      this.copyBack(L, variables)
      if (status !== 0) throw this.error(L)
      vm.call("lua_rotate", L, 1, -1)
      api.pop(L)
      return use(L, isStatement)
    } finally {
      endShowing(vm)
      // until it is collected it must not look like a coroutine that is suspended
      api.setTop(L, 0)
      api.release(anchor)
    }
  }

  private error(L: number): ScriptError {
    return new ScriptError("RuntimeError", this.errors.textOf(L).replace(position, ""))
  }

  /** Leaves the function on L's stack, alone. */
  private compile(
    L: number,
    text: string,
    variables: readonly FrameVariable[],
    constants: readonly Constant[],
    expressionOnly: boolean,
  ): boolean {
    const {api} = this
    const names = variables.map(variable => variable.name)
    // a constant hides the variable of its name
    const declared = constants.map(({declaration}) => declaration).join("")
    const head = `${names.length ? `local ${names.join(",")};` : ""}${declared}return function(...) `
    // a comment at the text's end must not swallow ours
    const load = (body: string) => api.loadText(L, encodeText(`${head}${body}\nend`), chunkName)
    let isStatement = false
    if (load(`return ${text}`) !== 0) {
      api.setTop(L, 0)
      isStatement = true
      if (expressionOnly || load(text) !== 0) throw this.syntaxError(L, expressionOnly ? `return ${text}` : text)
    }
    api.vm.call("lua_pcallk", L, 0, 1, 0, 0, 0)
    return isStatement
  }

  /**
   * What is wrong with a text, said of it alone and not of what is wrapped around it, unless that is what is wrong (an
   * assignment to a constant).
   */
  private syntaxError(L: number, text: string): ScriptError {
    const {api} = this
    const wrapped = api.text(L, -1)
    api.setTop(L, 0)
    const compiles = api.loadText(L, encodeText(text), chunkName) === 0
    const isStatement = wrapped.includes("attempt to assign to const")
    const message = compiles ? (isStatement ? wrapped : "An expression is wanted.") : api.text(L, -1)
    return new ScriptError("SyntaxError", message.replace(position, ""))
  }

  /** The frame's variables that the text mentions; an inner one hides an outer one of its name. */
  private mentioned(text: string, ci: number): FrameVariable[] {
    const {api} = this
    const names = new Set(text.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? [])
    names.add("_ENV")
    const found = new Map<string, FrameVariable>()
    const raising = this.raising()
    if (raising && names.has(errorName)) found.set(errorName, {name: errorName, slot: () => topOf(api, raising)})
    const L = api.vm.main
    this.tables.pushFrom(L, this.stack.func(ci))
    for (let n = 1; ; n++) {
      const name = api.vm.call("lua_getupvalue", L, -1, n)
      if (!name) break
      api.pop(L)
      const text = api.cString(name)
      if (names.has(text)) found.set(text, {name: text, upvalue: n})
    }
    api.pop(L)
    for (const {name, register} of this.protos.locals(this.stack.proto(ci), this.stack.index(ci)))
      if (names.has(name)) found.set(name, {name, slot: () => this.stack.base(ci) + register * valueSize})
    return [...found.values()].slice(0, nameLimit)
  }

  /** Calls `each` with the number of every upvalue of the function at index 1 that is a variable of the frame. */
  private eachUpvalue(
    L: number,
    variables: readonly FrameVariable[],
    each: (n: number, variable: FrameVariable) => void,
  ): void {
    for (let n = 1; ; n++) {
      const name = this.api.vm.call("lua_getupvalue", L, 1, n)
      if (!name) return
      this.api.pop(L)
      const text = this.api.cString(name)
      const variable = variables.find(one => one.name === text)
      if (variable) each(n, variable)
    }
  }

  private bind(L: number, ci: number, variables: readonly FrameVariable[]): void {
    const {vm} = this.api
    this.eachUpvalue(L, variables, (n, variable) => {
      if (variable.upvalue !== undefined) {
        this.tables.pushFrom(L, this.stack.func(ci))
        vm.call("lua_upvaluejoin", L, 1, n, vm.call("lua_absindex", L, -1), variable.upvalue)
        this.api.pop(L)
      } else {
        this.tables.pushFrom(L, variable.slot?.() as number)
        vm.call("lua_setupvalue", L, 1, n)
      }
    })
  }
  private copyBack(L: number, variables: readonly FrameVariable[]): void {
    const {vm} = this.api
    this.eachUpvalue(L, variables, (n, variable) => {
      if (variable.slot === undefined) return
      vm.call("lua_getupvalue", L, 1, n)
      vm.copyValue(topOf(this.api, L), variable.slot())
      this.api.pop(L)
    })
  }
}
