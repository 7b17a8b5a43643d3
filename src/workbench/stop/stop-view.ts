/** What a stop shows: the frames of its threads, and the values of the one that is selected. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import type {DebugSession} from "../../client/face.ts"
import {Observable} from "../observable.ts"
import {CallStack, type FrameView} from "./call-stack.ts"
import {IdentityMarks} from "./identity-marks.ts"
import {scopeNode, ValueTree, type VariableSource} from "./value-tree.ts"

export class StopView extends Observable implements VariableSource {
  readonly callStack = new CallStack()
  readonly scopes = new ValueTree()
  readonly marks: IdentityMarks
  #session: DebugSession | undefined
  #number = 0

  /** @param watches show values of the stop too */
  constructor(watches: ValueTree) {
    super()
    this.marks = new IdentityMarks([this.scopes, watches])
    this.callStack.onChange(() => this.changed())
    this.scopes.onChange(() => this.changed())
  }

  /** Changes with every stop and its end; tells a late answer from a fresh one. */
  get number(): number {
    return this.#number
  }

  /** The program stands now, or goes on: what is still on its way belongs to the past. Answers the new number. */
  advance(): number {
    this.marks.forget()
    return ++this.#number
  }

  /** The session that is looked at. */
  use(session: DebugSession | undefined): void {
    this.#session = session
  }

  clear(): void {
    this.callStack.clear()
    this.scopes.clear()
  }

  async select(frame: FrameView): Promise<void> {
    this.callStack.select(frame)
    await this.showScopes(false)
  }

  /** Loads the scopes of the selected frame; @param isNewStop marks what differs from the stop before. */
  async showScopes(isNewStop: boolean): Promise<void> {
    const frame = this.callStack.selected
    if (!frame || !this.#session) return this.scopes.clear()
    const number = this.#number
    const body = await this.#session.request<DebugProtocol.ScopesResponse["body"]>("scopes", {frameId: frame.id})
    if (number !== this.#number || frame !== this.callStack.selected) return
    const owner = `${frame.threadId}/${frame.height}/${frame.name}`
    const roots = body.scopes.map(scope => scopeNode(scope, owner))
    await this.scopes.show(this, roots, isNewStop ? "stop" : "again")
    // The line ends show upvalues too, so they are loaded although their branch may be closed.
    const upvalues = this.scopes.roots.find(root => root.name === "Upvalues")
    if (upvalues) await this.scopes.ensureLoaded(upvalues)
  }

  async variables(args: DebugProtocol.VariablesArguments): Promise<readonly DebugProtocol.Variable[]> {
    const body = await this.#live().request<DebugProtocol.VariablesResponse["body"]>("variables", args)
    return body.variables
  }

  async setVariable(args: DebugProtocol.SetVariableArguments): Promise<DebugProtocol.SetVariableResponse["body"]> {
    return this.#live().request("setVariable", args)
  }

  async whole(contentReference: number): Promise<string> {
    const args = {expression: "", contentReference}
    return (await this.#live().request<DebugProtocol.EvaluateResponse["body"]>("evaluate", args)).result
  }

  /** Evaluates in the selected frame. */
  async evaluate(
    expression: string,
    context: "watch" | "hover" | "repl",
  ): Promise<DebugProtocol.EvaluateResponse["body"]> {
    const frameId = this.callStack.selected?.id
    return this.#live().request("evaluate", {expression, context, ...(frameId === undefined ? {} : {frameId})})
  }

  #live(): DebugSession {
    if (!this.#session) throw new Error("No program is running.")
    return this.#session
  }
}
