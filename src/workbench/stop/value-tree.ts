/**
 * A tree of values that loads its branches when they are opened. Scopes, watches and console results are all one of
 * these. It remembers by path which branches stood open and what each value was, so that the next stop opens the same
 * branches and knows what has changed.
 */
import type {DebugProtocol} from "@vscode/debugprotocol"
import {Observable} from "../observable.ts"
import type {Showing} from "../showing.ts"
import {errorWords} from "../words/error-words.ts"

/** Where values come from: a session in practice. */
export interface VariableSource {
  variables(args: DebugProtocol.VariablesArguments): Promise<readonly DebugProtocol.Variable[]>
  setVariable(args: DebugProtocol.SetVariableArguments): Promise<DebugProtocol.SetVariableResponse["body"]>
  /** All of a value, as for the clipboard: a text as it is, a table as a constructor. */
  whole(reference: number): Promise<string>
}

/** A variable or an evaluation's answer, with what the engine says beside DAP's fields. */
export interface SaidValue {
  readonly type?: string
  readonly variablesReference: number
  readonly memoryReference?: string
  readonly contentReference?: number
  readonly parts?: readonly {readonly value: string; readonly type: string}[]
}

export interface ValueNode {
  /** Names from the root, joined: stable from one stop to the next. */
  readonly id: string
  readonly kind: "scope" | "value" | "range" | "more"
  readonly name: string
  value: string
  type: string
  reference: number
  readonly indexed: number
  readonly named: number
  readonly evaluateName?: string
  /** Where all of it can be had, though its text may be cut; 0: its text is all. */
  content: number
  /** Where it is several values: each by itself. */
  readonly parts?: SaidValue["parts"]
  /** The same for the same table at one stop. */
  identity?: string | undefined
  /** The number of what is seen more than once. */
  mark?: number | undefined
  /** The reference that holds it; 0 for roots. Editing needs it. */
  readonly container: number
  /** For ranges: the first index (0-based) and how many. */
  readonly start?: number
  readonly count?: number
  /** Differs from the last stop. */
  changed: boolean
  open: boolean
  /** For roots: opens by itself when the root before it turns out to be empty. */
  readonly standsIn?: boolean
  loading: boolean
  children?: ValueNode[]
  /** Why loading or the last edit failed. */
  error?: string
  /** What was typed in the edit that failed, so that nothing is lost. */
  draft?: string
}

/** More than this is shown in pages. */
const pageSize = 100
/** A branch that takes longer to load shows that it does. */
const patienceMs = 150

export class ValueTree extends Observable {
  #roots: ValueNode[] = []
  #source: VariableSource | undefined
  #compares = true
  /** Changes whenever other roots are to be shown: an answer to an older question is dropped. */
  #round = 0
  /** The branches the person opened, and the ones opened by themselves that the person closed. */
  readonly #open = new Set<string>()
  readonly #closed = new Set<string>()
  #before = new Map<string, string>()
  #now = new Map<string, string>()

  get roots(): readonly ValueNode[] {
    return this.#roots
  }

  /**
   * Shows new roots. Branches open before are opened again.
   */
  async show(source: VariableSource, roots: readonly ValueNode[], showing: Showing): Promise<void> {
    this.#compares = showing !== "elsewhere"
    if (showing === "stop") {
      this.#before = this.#now
      this.#now = new Map()
    }
    this.#source = source
    const round = ++this.#round
    const next = roots.map(root => ({...root, open: this.#standsOpen(root)}))
    for (const root of next) this.#note(root)
    const loaded = this.#loadRoots(next, round)
    // What was shown stays until what comes is complete, so that a step does not flicker.
    if (this.#roots.length > 0) await Promise.race([loaded, new Promise(resolve => setTimeout(resolve, patienceMs))])
    if (round !== this.#round) return
    this.#roots = next
    this.changed()
    await loaded
  }

  clear(): void {
    this.#round++
    this.#source = undefined
    this.#roots = []
    this.changed()
  }

  /** The program went on: values stay readable but nothing can be loaded or changed. */
  freeze(): void {
    this.#round++
    this.#source = undefined
  }

  async toggle(node: ValueNode): Promise<void> {
    if (node.kind === "more") return this.#loadMore(node)
    if (node.reference === 0) return
    node.open = !node.open
    const key = openKey(node)
    const [from, to] = node.open ? [this.#closed, this.#open] : [this.#open, this.#closed]
    from.delete(key)
    to.add(key)
    this.changed()
    if (node.open) await this.ensureLoaded(node)
  }

  /** Loads a branch without opening it. */
  async ensureLoaded(node: ValueNode): Promise<void> {
    if (node.children === undefined) await this.#load(node)
  }

  /** @returns whether the value was taken; otherwise node.error says why not. */
  async edit(node: ValueNode, value: string): Promise<boolean> {
    if (!this.#source) return false
    try {
      const body = await this.#source.setVariable({variablesReference: node.container, name: node.name, value})
      node.value = body.value
      node.type = body.type ?? node.type
      node.reference = body.variablesReference ?? 0
      node.content = contentOf({variablesReference: 0, ...body})
      node.identity = (body as Partial<SaidValue>).memoryReference
      node.children = undefined
      node.error = undefined
      node.draft = undefined
      node.changed = true
      this.#now.set(node.id, node.value)
      this.changed()
      if (node.open && node.reference > 0) await this.#load(node)
      return true
    } catch (thrown) {
      node.error = errorWords(thrown)
      node.draft = value
      this.changed()
      return false
    }
  }

  /** All of a value, for the clipboard. @throws where the program has gone on, and only the shown text is left */
  async whole(node: ValueNode): Promise<string> {
    if (node.content === 0) return node.value
    if (!this.#source) throw new Error("The program has gone on.")
    return this.#source.whole(node.content)
  }

  /** What stands beside its values has changed. */
  redraw(): void {
    this.changed()
  }

  forgetError(node: ValueNode): void {
    node.error = undefined
    node.draft = undefined
    this.changed()
  }

  async #loadRoots(roots: readonly ValueNode[], round: number): Promise<void> {
    await Promise.all(roots.filter(root => root.open).map(root => this.#load(root)))
    if (round !== this.#round) return
    for (const [index, root] of roots.entries()) {
      const before = roots[index - 1]
      const isEmpty = before?.open && before.children?.length === 0 && before.error === undefined
      if (!isEmpty || !root.standsIn || root.open || this.#closed.has(openKey(root))) continue
      root.open = true
      await this.#load(root)
    }
  }

  async #load(node: ValueNode): Promise<void> {
    const source = this.#source
    if (!source || node.loading) return
    const round = this.#round
    node.loading = true
    this.changed()
    try {
      node.children = await this.#children(source, node)
      node.error = undefined
    } catch (thrown) {
      node.children = []
      node.error = errorWords(thrown)
    }
    node.loading = false
    if (round !== this.#round) return
    this.changed()
    const opened = node.children.filter(child => this.#standsOpen(child))
    await Promise.all(
      opened.map(child => {
        child.open = true
        return this.#load(child)
      }),
    )
  }

  async #children(source: VariableSource, node: ValueNode): Promise<ValueNode[]> {
    if (node.kind === "range") return this.#rangeChildren(source, node)
    const children: ValueNode[] = []
    if (node.indexed > pageSize) {
      children.push(...ranges(node, 0, node.indexed))
    } else if (node.indexed > 0) {
      children.push(...(await this.#fetch(source, node, {filter: "indexed", start: 0, count: node.indexed})))
    }
    if (node.named > 0 || node.indexed === 0) {
      const paged = node.named > pageSize
      const filter = node.indexed > 0 ? {filter: "named" as const} : {}
      const args = paged ? {...filter, start: 0, count: pageSize} : filter
      children.push(...(await this.#fetch(source, node, args)))
      if (paged) children.push(moreNode(node, pageSize))
    }
    return children
  }

  async #rangeChildren(source: VariableSource, node: ValueNode): Promise<ValueNode[]> {
    const {start = 0, count = 0} = node
    if (count > pageSize) return ranges(node, start, count)
    return this.#fetch(source, node, {filter: "indexed", start, count})
  }

  async #loadMore(more: ValueNode): Promise<void> {
    const parent = this.#find(this.#roots, node => node.children?.includes(more) ?? false)
    if (!parent?.children || !this.#source || more.loading) return
    more.loading = true
    this.changed()
    const start = more.start ?? 0
    const filter = parent.indexed > 0 ? {filter: "named" as const} : {}
    try {
      const next = await this.#fetch(this.#source, parent, {...filter, start, count: pageSize})
      parent.children = [...parent.children.filter(child => child !== more), ...next]
      if (start + pageSize < parent.named) parent.children.push(moreNode(parent, start + pageSize))
    } catch (thrown) {
      more.loading = false
      more.error = errorWords(thrown)
    }
    this.changed()
  }

  async #fetch(
    source: VariableSource,
    node: ValueNode,
    args: Omit<DebugProtocol.VariablesArguments, "variablesReference">,
  ): Promise<ValueNode[]> {
    const variables = await source.variables({variablesReference: node.reference, ...args})
    return variables.map(variable => {
      const child = variableNode(variable, node)
      this.#note(child)
      return child
    })
  }

  #note(node: ValueNode): void {
    if (node.kind !== "value" || node.value === "" || !this.#compares) return
    const before = this.#before.get(node.id)
    node.changed = before !== undefined && before !== node.value
    this.#now.set(node.id, node.value)
  }

  #standsOpen(node: ValueNode): boolean {
    const key = openKey(node)
    return node.reference > 0 && (this.#open.has(key) || (node.open && !this.#closed.has(key)))
  }

  #find(nodes: readonly ValueNode[], test: (node: ValueNode) => boolean): ValueNode | undefined {
    for (const node of nodes) {
      if (test(node)) return node
      const found = node.children && this.#find(node.children, test)
      if (found) return found
    }
    return undefined
  }
}

/** A node for one DAP variable under a parent. */
export function variableNode(
  variable: DebugProtocol.Variable,
  parent: {readonly id: string; readonly reference: number},
): ValueNode {
  return {
    id: `${parent.id}\u0001${variable.name}`,
    kind: "value",
    name: variable.name,
    value: variable.value,
    type: variable.type ?? "",
    reference: variable.variablesReference,
    indexed: variable.indexedVariables ?? 0,
    named: variable.namedVariables ?? 0,
    ...(variable.evaluateName === undefined ? {} : {evaluateName: variable.evaluateName}),
    content: contentOf(variable),
    identity: variable.memoryReference,
    container: parent.reference,
    changed: false,
    open: false,
    loading: false,
  }
}

export function contentOf({contentReference, variablesReference, type}: SaidValue): number {
  return contentReference ?? (type === "table" ? variablesReference : 0)
}

/** A root for a scope. Locals stand open; where a function has none, its upvalues do. */
export function scopeNode(scope: DebugProtocol.Scope, owner: string): ValueNode {
  return {
    id: `${owner}\u0001${scope.name}`,
    kind: "scope",
    name: scope.name,
    value: "",
    type: "",
    reference: scope.variablesReference,
    indexed: scope.indexedVariables ?? 0,
    named: scope.namedVariables ?? 0,
    content: 0,
    container: 0,
    changed: false,
    open: scope.name === "Locals" || scope.name === "Error",
    standsIn: scope.name === "Upvalues",
    loading: false,
  }
}

// A scope stays open from one function to the next; a value only where it is the same value.
function openKey(node: ValueNode): string {
  return node.kind === "scope" ? `scope ${node.name}` : node.id
}

// At most a hundred ranges a level, so a table of a million entries opens in two steps.
function ranges(node: ValueNode, start: number, count: number): ValueNode[] {
  let size = pageSize
  while (count / size > pageSize) size *= pageSize
  const nodes: ValueNode[] = []
  for (let at = start; at < start + count; at += size) {
    const length = Math.min(size, start + count - at)
    nodes.push({
      id: `${node.id}\u0001[${at}+${length}]`,
      kind: "range",
      name: `[${at + 1} … ${at + length}]`,
      value: "",
      type: "",
      reference: node.reference,
      indexed: length,
      named: 0,
      content: 0,
      container: node.reference,
      start: at,
      count: length,
      changed: false,
      open: false,
      loading: false,
    })
  }
  return nodes
}

function moreNode(parent: ValueNode, start: number): ValueNode {
  const left = parent.named - start
  return {
    id: `${parent.id}\u0001more`,
    kind: "more",
    name: `Show ${Math.min(pageSize, left).toLocaleString("en")} of ${left.toLocaleString("en")} more`,
    value: "",
    type: "",
    reference: 0,
    indexed: 0,
    named: 0,
    content: 0,
    container: parent.reference,
    start,
    changed: false,
    open: false,
    loading: false,
  }
}
