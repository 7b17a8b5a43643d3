/**
 * What may stand at the cursor: locals and upvalues of the frame, globals, fields of a value and methods, keywords, file
 * names. Where the state may not be looked into, because a program runs, the text and the standard library answer alone.
 */
import type {Completion, Completions, CompletionType} from "../../../debugger/engine.ts"
import {
  accessPath,
  completionPlace,
  globalsIn,
  isLocalAt,
  keywords,
  type LibraryEntry,
  labelsIn,
  libraryEntries,
  libraryNames,
  localsAt,
  type MemberPlace,
  membersIn,
  methodParameters,
  nameAt,
  parser,
  selfAt,
  statementPrefix,
} from "../../syntax/index.ts"
import type {Functions} from "../code/functions.ts"
import type {Entry, Lookup} from "./lookup.ts"

/** A longer text is not parsed: that takes more than 10 ms. */
const longestText = 200_000

/** The state as it may be seen. */
export interface View {
  /** The frame; 0: globally. */
  readonly ci: number
}

export class Completer {
  private readonly lookup: Lookup
  private readonly functions: Functions
  private readonly listFiles: () => string[]

  constructor(lookup: Lookup, functions: Functions, listFiles: () => string[]) {
    this.lookup = lookup
    this.functions = functions
    this.listFiles = listFiles
  }

  /** @param view undefined: by the text alone */
  complete(code: string, cursor: number, view: View | undefined): Completions {
    const prefix = statementPrefix(code)
    if (prefix === "") return this.completeStatement(code, cursor, view)
    const {from, to, items} = this.completeStatement(prefix + code, prefix.length + cursor, view)
    return {from: from - prefix.length, to: to - prefix.length, items}
  }
  private completeStatement(code: string, cursor: number, view: View | undefined): Completions {
    const text = code.slice(0, longestText)
    const offset = Math.min(cursor, text.length)
    const tree = parser.parse(text)
    const place = completionPlace(tree, (from, to) => text.slice(from, to), offset, true)
    if (!place) return {from: offset, to: offset, items: []}
    const items = new Items(text.slice(place.from, offset))
    const rest = /^\w*/.exec(text.slice(offset))?.[0].length ?? 0
    switch (place.kind) {
      case "member":
        if (!(view && this.addFields(items, text, place, view))) addKnownMembers(items, text, place)
        break
      case "label":
        for (const label of labelsIn(tree, text)) items.add(label, "text")
        break
      case "attribute":
        for (const name of ["close", "const"]) items.add(name, "keyword")
        break
      case "module":
      case "file":
        for (const path of this.listFiles()) {
          const module = /^(.+?)(\/init)?\.lua$/.exec(path)?.[1].replaceAll("/", ".")
          if (place.kind === "file") items.add(path, "file")
          else if (module !== undefined) items.add(module, "module")
        }
        break
      case "name": {
        for (const local of localsAt(tree, text, place.from))
          items.add(local.name, local.kind === "function" ? "function" : "variable")
        if (view) this.addVariables(items, view)
        for (const name of globalsIn(tree, text)) items.add(name, "variable")
        for (const entry of libraryEntries) if (entry.library === "") items.addLibrary(entry)
        for (const name of libraryNames) items.add(name, "module")
        for (const word of keywords) items.add(word, "keyword")
        break
      }
    }
    return {from: place.from, to: offset + (items.prefix === "" ? 0 : rest), items: items.all}
  }

  private addVariables(items: Items, {ci}: View): void {
    this.lookup.eachVariable(ci, entry => this.addEntry(items, entry, "variable"))
    const globals = new Items(items.prefix)
    this.lookup.eachGlobal(ci, items.prefix, entry => this.addEntry(globals, entry, "variable"))
    // by name; the table's own order is chance
    for (const one of globals.sorted) items.take(one)
  }
  /** A local function's value is on top of the stack while it is offered. */
  private addEntry(items: Items, {name, type}: Entry, kind: CompletionType): void {
    if (!items.wants(name)) return
    if (type !== "function") items.add(name, libraryNames.includes(name) && type === "table" ? "module" : kind)
    else items.add(name, "function", this.functions.parameters())
  }

  /** False where it is not known what stands before the separator. */
  private addFields(items: Items, text: string, place: MemberPlace, {ci}: View): boolean {
    const owner = text.slice(0, place.end).trimEnd()
    const expression = /["'\])]$/.test(owner) ? literalBefore(owner) : nameAt(owner, owner.length)?.expression
    const path = expression === undefined ? undefined : accessPath(expression)
    // without a frame, a local of the text hides the global of its name and has no value yet
    if (!path || (ci === 0 && isLocalAt(path.root, text, place.end)) || !this.lookup.push(path, ci)) return false
    const fields = new Items(items.prefix)
    this.lookup.eachField(items.prefix, ({name, type}) => {
      if (!items.wants(name) || (place.separator === ":" && type !== "function")) return
      if (type !== "function") fields.add(name, "field")
      else if (place.separator === ".") fields.add(name, "function", this.functions.parameters())
      else fields.add(name, "method", this.methodSignature())
    })
    this.lookup.drop()
    for (const one of fields.sorted) items.take(one)
    return true
  }
  private methodSignature(): string {
    const entry = this.functions.library()
    return entry ? methodParameters(entry) : this.functions.parameters().replace(/^\([^,)]*(?:, )?/, "(")
  }
}

/** What a text ends with where that is `t["k"]`, `("text")` or `"text"`; undefined: something else. */
function literalBefore(text: string): string | undefined {
  const named = nameAt(text, text.length)
  if (named && named.to === text.length) return named.expression
  return /\(\s*(["'])[^"'\\\n]*\1\s*\)$/.exec(text)?.[0]
}

/** By the text: what it uses behind the same path; and the library's. Behind a colon any value may be a string or a file. */
function addKnownMembers(items: Items, text: string, {separator, path, from}: MemberPlace): void {
  const tree = parser.parse(text)
  const owner = path === "self" ? selfAt(tree, text, from) : undefined
  for (const one of [path, ...(owner ? [owner] : [])].filter(name => name !== ""))
    for (const {name, isMethod} of membersIn(tree, text, one, from))
      if (separator === "." || isMethod) items.add(name, isMethod ? "method" : "field")
  for (const entry of libraryEntries) {
    if (separator === "." && path !== "" && entry.library === path) items.addLibrary(entry)
    if (separator === ":" && entry.library === "string" && /^\(s\b/.test(entry.parameters))
      items.add(entry.name, "method", methodParameters(entry))
    if (separator === ":" && entry.library === "file") items.add(entry.name, "method", entry.parameters)
  }
}

/** Completions that begin with what has been written, each name once. */
class Items {
  readonly prefix: string
  private readonly found = new Map<string, Completion>()
  constructor(prefix: string) {
    this.prefix = prefix
  }
  get all(): Completion[] {
    return [...this.found.values()]
  }
  get sorted(): Completion[] {
    return this.all.sort((a, b) => (a.text < b.text ? -1 : 1))
  }
  wants(name: string): boolean {
    return name.startsWith(this.prefix) && !this.found.has(name)
  }
  add(text: string, type: CompletionType, signature?: string): void {
    this.take({text, type, ...(signature ? {signature} : {})})
  }
  addLibrary({name, parameters}: LibraryEntry): void {
    this.add(name, parameters === "" ? "value" : "function", parameters)
  }
  take(one: Completion): void {
    if (this.wants(one.text)) this.found.set(one.text, one)
  }
}
