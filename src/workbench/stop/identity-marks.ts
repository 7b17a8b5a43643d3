/**
 * Which of the values that are shown are one: where the same table stands under two names at one stop, both get the same
 * small number. It holds until the program goes on.
 */
import type {ValueNode, ValueTree} from "./value-tree.ts"

/** A text or a number is what it says; a function has its name. */
const marked: ReadonlySet<string> = new Set(["table", "thread", "userdata"])

export class IdentityMarks {
  readonly #lasting: readonly ValueTree[]
  /** Those of this stop. */
  #passing: readonly ValueTree[] = []
  #numbers = new Map<string, number>()
  /** What a tree still shows of the stop before. */
  #past = new Map<ValueTree, readonly ValueNode[]>()
  #isCounting = false

  /** @param lasting show each stop anew */
  constructor(lasting: readonly ValueTree[]) {
    this.#lasting = lasting
    for (const tree of lasting) tree.onChange(() => this.#count())
  }

  /** Counts a tree in until the program goes on, a result of the console for example. */
  include(tree: ValueTree): void {
    this.#passing = [...this.#passing, tree]
    tree.onChange(() => {
      if (this.#passing.includes(tree)) this.#count()
    })
    this.#count()
  }

  /** The program goes on, or stands anew. */
  forget(): void {
    const over = this.#passing
    this.#passing = []
    for (const tree of over) if (mark(tree, new Map())) tree.redraw()
    this.#numbers = new Map()
    this.#past = new Map(this.#lasting.map(tree => [tree, tree.roots]))
  }

  #count(): void {
    if (this.#isCounting) return
    const trees = [...this.#lasting, ...this.#passing].filter(tree => this.#past.get(tree) !== tree.roots)
    const names = new Map<string, Set<string>>()
    for (const node of trees.flatMap(visible)) {
      if (node.identity === undefined || !marked.has(node.type)) continue
      const known = names.get(node.identity) ?? new Set()
      names.set(node.identity, known.add(node.evaluateName ?? node.name))
    }
    const numbers = new Map<string, number>()
    for (const [identity, under] of names) {
      if (under.size < 2) continue
      const number = this.#numbers.get(identity) ?? this.#numbers.size + 1
      this.#numbers.set(identity, number)
      numbers.set(identity, number)
    }
    this.#isCounting = true
    for (const tree of trees) if (mark(tree, numbers)) tree.redraw()
    this.#isCounting = false
  }
}

/** @returns whether that has changed something */
function mark(tree: ValueTree, numbers: ReadonlyMap<string, number>): boolean {
  let changed = false
  for (const node of visible(tree)) {
    const number = node.identity === undefined ? undefined : numbers.get(node.identity)
    if (node.mark === number) continue
    node.mark = number
    changed = true
  }
  return changed
}

function visible({roots}: ValueTree): ValueNode[] {
  const within = (node: ValueNode): ValueNode[] =>
    node.open ? [node, ...(node.children ?? []).flatMap(within)] : [node]
  return roots.flatMap(within)
}
