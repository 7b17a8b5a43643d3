/** Expressions the person watches; evaluated in the selected frame at every stop. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import {resultNode} from "../console/console-log.ts"
import {Observable} from "../observable.ts"
import type {Showing} from "../showing.ts"
import {failureOfThrown} from "../words/failure.ts"
import {type ValueNode, ValueTree, type VariableSource} from "./value-tree.ts"

type Evaluate = (expression: string) => Promise<DebugProtocol.EvaluateResponse["body"]>

export class WatchList extends Observable {
  readonly tree = new ValueTree()
  #expressions: string[] = []
  #round = 0
  #last: {evaluate: Evaluate; source: VariableSource; showing: Showing} | undefined

  constructor() {
    super()
    this.tree.onChange(() => this.changed())
    this.#showNames()
  }

  get expressions(): readonly string[] {
    return this.#expressions
  }

  async add(expression: string): Promise<void> {
    const wanted = expression.trim()
    if (wanted === "" || this.#expressions.includes(wanted)) return
    await this.replace([...this.#expressions, wanted])
  }

  async remove(expression: string): Promise<void> {
    await this.replace(this.#expressions.filter(other => other !== expression))
  }

  async replace(expressions: readonly string[]): Promise<void> {
    this.#expressions = [...expressions]
    if (this.#last) await this.evaluate(this.#last.evaluate, this.#last.source, this.#last.showing)
    else this.#showNames()
  }

  async evaluate(evaluate: Evaluate, source: VariableSource, showing: Showing): Promise<void> {
    this.#last = {evaluate, source, showing: showing === "stop" ? "again" : showing}
    const round = ++this.#round
    const roots = await Promise.all(this.#expressions.map(expression => watchNode(expression, evaluate)))
    if (round !== this.#round) return
    await this.tree.show(source, roots, showing)
  }

  /** No frame any more: the names stay, the values go. */
  rest(): void {
    this.#round++
    this.#last = undefined
    this.#showNames()
  }

  #showNames(): void {
    const roots = this.#expressions.map(expression =>
      resultNode({result: "", variablesReference: 0}, watchId(expression), expression),
    )
    void this.tree.show(noSource, roots, "again")
  }
}

async function watchNode(expression: string, evaluate: Evaluate): Promise<ValueNode> {
  try {
    return resultNode(await evaluate(expression), watchId(expression), expression)
  } catch (thrown) {
    const node: ValueNode = resultNode({result: "", variablesReference: 0}, watchId(expression), expression)
    node.error = failureOfThrown(thrown).message
    return node
  }
}

function watchId(expression: string): string {
  return `watch\u0001${expression}`
}

const notPaused = async () => {
  throw new Error("The program is not paused.")
}
const noSource: VariableSource = {variables: async () => [], setVariable: notPaused, whole: notPaused}
