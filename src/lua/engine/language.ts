/** What the kernel says of the language, and of texts in it. */
import type {Completeness, Completions, LanguageInfo} from "../../debugger/engine.ts"
import type {MimeBundle} from "../../protocol/shape.ts"
import {nextIndent} from "../syntax/index.ts"
import type {Functions} from "./code/functions.ts"
import {Completer, type View} from "./values/completer.ts"
import type {Formatter} from "./values/format.ts"
import {Inspector} from "./values/inspector.ts"
import type {Lookup} from "./values/lookup.ts"
import type {LuaApi} from "./vm/lua-api.ts"
import {encodeText} from "./world/text.ts"

export type {View} from "./values/completer.ts"

export const luaInfo: LanguageInfo = {
  name: "lua",
  version: "5.4",
  mimetype: "text/x-lua",
  file_extension: ".lua",
  pygments_lexer: "lua",
  codemirror_mode: "lua",
}
export const luaHelp = [
  {text: "Lua 5.4 Reference Manual", url: "https://www.lua.org/manual/5.4/"},
  {text: "Programming in Lua", url: "https://www.lua.org/pil/"},
] as const

export class LanguageWords {
  private readonly api: LuaApi
  private readonly completer: Completer
  private readonly inspector: Inspector
  constructor(api: LuaApi, lookup: Lookup, functions: Functions, formatter: Formatter, listFiles: () => string[]) {
    this.api = api
    this.completer = new Completer(lookup, functions, listFiles)
    this.inspector = new Inspector(api, lookup, functions, formatter)
  }

  complete(code: string, cursor: number, view: View | undefined): Completions {
    return this.completer.complete(code, cursor, view)
  }
  inspect(code: string, cursor: number, view: View | undefined, withSource: boolean): MimeBundle | undefined {
    return this.inspector.inspect(code, cursor, view, withSource)
  }

  /** As lua.c's REPL asks: an error at the text's end means that more is to come, of an expression as well. */
  completeness(code: string, mayCompile: boolean): Completeness {
    if (!mayCompile) return {status: "unknown"}
    const messages = [this.compileError(`return ${code}`), this.compileError(code)]
    if (messages.includes(undefined)) return {status: "complete"}
    const isOpen = messages.some(message => message?.endsWith("<eof>"))
    return isOpen ? {status: "incomplete", indent: nextIndent(code)} : {status: "invalid"}
  }
  private compileError(text: string): string | undefined {
    const {api} = this
    const L = api.vm.main
    const status = api.loadText(L, encodeText(text), "=typed")
    const message = status === 0 ? undefined : api.text(L, -1)
    api.pop(L)
    return message
  }
}
