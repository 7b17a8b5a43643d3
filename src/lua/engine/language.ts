/** What the kernel says of the language. */
import type {LanguageInfo} from "../../debugger/engine.ts"

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
