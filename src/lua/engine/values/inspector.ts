/** What stands at the cursor: signature, source place, the comment above the function, the value. */
import type {MimeBundle} from "../../../protocol/shape.ts"
import {type AccessPath, accessPath, isLocalAt, libraryEntry, nameAt, statementPrefix} from "../../syntax/index.ts"
import {type Functions, type FunctionWords, libraryWords} from "../code/functions.ts"
import type {LuaApi} from "../vm/lua-api.ts"
import type {View} from "./completer.ts"
import type {Formatter} from "./format.ts"
import type {Lookup} from "./lookup.ts"

interface Words extends Partial<FunctionWords> {
  readonly title: string
  readonly type?: string
  readonly value?: string
}

export class Inspector {
  private readonly api: LuaApi
  private readonly lookup: Lookup
  private readonly functions: Functions
  private readonly formatter: Formatter
  constructor(api: LuaApi, lookup: Lookup, functions: Functions, formatter: Formatter) {
    this.api = api
    this.lookup = lookup
    this.functions = functions
    this.formatter = formatter
  }

  /** Undefined: there is nothing. @param withSource adds a function's text */
  inspect(code: string, cursor: number, view: View | undefined, withSource: boolean): MimeBundle | undefined {
    const prefix = statementPrefix(code)
    const text = (prefix + code).slice(0, 200_000)
    const offset = Math.min(prefix.length + cursor, text.length)
    const expression = nameAt(text, offset)?.expression ?? calledBefore(text, offset)
    if (expression === undefined) return undefined
    const path = accessPath(expression)
    // without a frame, a local of the text hides the global of its name and has no value yet
    if (view?.ci === 0 && isLocalAt(path?.root, text, offset)) return undefined
    const found = (view && path && this.live(expression, path, view)) ?? fromLibrary(expression)
    return found && bundle(found, withSource)
  }

  private live(expression: string, path: AccessPath, {ci}: View): Words | undefined {
    if (!this.lookup.push(path, ci)) return undefined
    const L = this.api.vm.main
    const type = this.api.type(L, -1)
    const words = type === "function" ? this.functions.describe(expression) : {}
    const value = this.formatter.format(L, -1)
    this.lookup.drop()
    return {title: expression, type, value, ...words}
  }
}

/** In a call's brackets the function that is called: behind `f(` or `f(a, `, on one line. */
function calledBefore(text: string, offset: number): string | undefined {
  let depth = 0
  for (let i = offset - 1; i >= 0 && text[i] !== "\n"; i--) {
    if (text[i] === ")") depth++
    else if (text[i] === "(" && depth-- === 0) return nameAt(text.slice(0, i).trimEnd(), i)?.expression
  }
  return undefined
}

function fromLibrary(expression: string): Words | undefined {
  const entry = libraryEntry(expression)
  return entry && {title: expression, type: entry.parameters ? "function" : "value", ...libraryWords(entry)}
}

function bundle({title, type, value, signature, place, comment, source}: Words, withSource: boolean): MimeBundle {
  const head = signature ?? (value === undefined ? title : `${title} = ${value}`)
  const at = place && `${place.path}:${place.line}`
  const shown = signature === undefined || value === undefined ? [] : [value]
  const body = withSource && source !== undefined ? [source] : []
  const kind = type === undefined ? [] : [`Type: ${type}`]
  const plain = [head, ...(at ? [at] : []), ...(comment ? [comment] : []), ...shown, ...kind, ...body].join("\n")
  const fenced = (text: string) => `\`\`\`lua\n${text}\n\`\`\``
  const markdown = [
    fenced(head),
    ...(at ? [`\`${at}\``] : []),
    ...(comment ? [comment] : []),
    ...shown.map(fenced),
    ...body.map(fenced),
  ].join("\n\n")
  return {"text/plain": plain, "text/markdown": markdown}
}
