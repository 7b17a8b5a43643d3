/** Expressions, conditions and assignments of the debugger's: runs them protected, and describes what they give. */
import {ScriptError} from "../../../base/script-error.ts"
import type {ValueInfo, VariableInfo} from "../../../debugger/engine.ts"
import type {MimeBundle} from "../../../protocol/shape.ts"
import {nameAt} from "../../syntax/index.ts"
import type {StackFrame} from "../stack/stack.ts"
import type {Assignment} from "../values/assignment.ts"
import type {LuaContainer} from "../values/container-kinds.ts"
import type {Containers} from "../values/containers.ts"
import type {Formatter} from "../values/format.ts"
import type {RichValues} from "../values/rich.ts"
import type {WholeText} from "../values/whole-text.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import type {Vm} from "../vm/vm.ts"
import type {Conditions} from "./conditions.ts"
import {type Evaluation, problemOf} from "./evaluation.ts"
import type {Protection} from "./protection.ts"

export interface EvaluatorParts {
  readonly vm: Vm
  readonly api: LuaApi
  readonly evaluation: Evaluation
  readonly conditions: Conditions
  readonly containers: Containers
  readonly assignment: Assignment
  readonly rich: RichValues
  readonly formatter: Formatter
  readonly whole: WholeText
  readonly protection: Protection
  /** Writes out what was written without a line's end. */
  flush(): void
}

/** Whether an expression may stand before `.name` and `[key]`, and be evaluated again. */
const isPath = (text: string): boolean => text !== "..." && nameAt(text, text.length)?.expression === text

export class Evaluator {
  private readonly parts: EvaluatorParts
  constructor(parts: EvaluatorParts) {
    this.parts = parts
  }

  setVariable(container: LuaContainer, name: string, expression: string, frame: StackFrame): VariableInfo {
    const {api, vm, containers, assignment} = this.parts
    const assign = (L: number): ValueInfo => {
      if (api.top(L) !== 1) throw new ScriptError("SyntaxError", "One expression is wanted, with one value.")
      vm.call("lua_pushvalue", L, 1)
      vm.call("lua_xmove", L, vm.main, 1)
      if (!assignment.assign(container, name))
        throw new ScriptError("NameError", `There is no variable "${name}" here to assign to.`)
      return containers.describe(L)
    }
    return {name, ...this.evaluateWith(expression, frame, assign, true)}
  }
  evaluate(expression: string, frame: StackFrame): ValueInfo {
    const {api, containers} = this.parts
    return this.evaluateWith(expression, frame, (L, isStatement) => {
      const count = api.top(L)
      if (count === 0) return {text: isStatement ? "" : "nil", type: "nil", parts: []}
      if (count === 1) return containers.describe(L, isPath(expression.trim()) ? expression.trim() : undefined)
      return containers.describeResults(L)
    })
  }
  write(container: LuaContainer): string {
    const {api, vm, whole, containers} = this.parts
    const bottom = api.top(vm.main)
    containers.push(container)
    const text = whole.writeAll(vm.main, bottom + 1)
    api.setTop(vm.main, bottom)
    return text
  }
  evaluateWhole(expression: string, frame: StackFrame): string {
    const {api, whole} = this.parts
    return this.evaluateWith(expression, frame, (L, isStatement) =>
      api.top(L) === 0 && !isStatement ? "nil" : whole.writeAll(L, 1),
    )
  }
  say(expression: string, frame: StackFrame): string {
    const {api, formatter} = this.parts
    return this.evaluateWith(expression, frame, (L, isStatement) => {
      if (api.top(L) === 0) return isStatement ? "" : "nil"
      return Array.from({length: api.top(L)}, (_, i) => formatter.plain(L, i + 1)).join(" ")
    })
  }
  evaluateRich(expression: string, frame: StackFrame): MimeBundle {
    const {api, rich, formatter} = this.parts
    return this.evaluateWith(expression, frame, L => {
      const count = api.top(L)
      const text = count === 0 ? "nil" : Array.from({length: count}, (_, i) => formatter.format(L, i + 1)).join("\t")
      return {"text/plain": text, ...(count === 1 ? rich.bundle(L) : {})}
    })
  }
  problemOf(text: string, kind: "expression" | "evaluated"): string | undefined {
    const {protection, api} = this.parts
    return protection.run(() => api.withoutCollector(() => problemOf(api, text, kind)))
  }
  test(expression: string, frame: StackFrame): boolean {
    return this.parts.protection.run(() => this.parts.conditions.test(expression, frame))
  }

  private evaluateWith<T>(
    text: string,
    frame: StackFrame,
    use: (L: number, isStatement: boolean) => T,
    expressionOnly = false,
  ): T {
    const {protection, evaluation, flush} = this.parts
    try {
      return protection.runPolling(() => evaluation.run(text, frame, use, expressionOnly))
    } finally {
      flush()
    }
  }
}
