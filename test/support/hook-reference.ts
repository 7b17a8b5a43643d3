/** What Lua's own debug.sethook hears of a program: the reference for everything that we trace. */
import type {ScriptEngine} from "../../src/debugger/engine.ts"

/** Runs main.lua under a hook in every coroutine, and prints each event: "line", "source:line", "call", … */
const reference = `
local mask, only = ...
local chunk = assert(loadfile("main.lua"))
local events = {}
local sethook, getinfo, create, wrap, print = debug.sethook, debug.getinfo, coroutine.create, coroutine.wrap, print
local concat = table.concat
local function hook(event, line)
  local info = getinfo(2, "S")
  local source = info.source
  if source ~= "@reference" and info.what ~= "C" and (not only or getinfo(2, "f").func == chunk) then
    events[#events + 1] = line and (source == "@main.lua" and "" or info.short_src .. ":") .. line or event
  end
end
local function hooked(co)
  sethook(co, hook, mask)
  return co
end
coroutine.create = function(f) return hooked(create(f)) end
coroutine.wrap = function(f)
  -- the thread is not to be had from outside: its first act is to hook itself
  return wrap(function(...)
    sethook(hook, mask)
    return f(...)
  end)
end
sethook(hook, mask)
chunk()
sethook()
print(concat(events, ","))
`

/** @param mask as debug.sethook takes it: "l", "cr" */
export async function hookedEvents(
  engine: ScriptEngine,
  text: string,
  {mask = "l", onlyMain = false}: {readonly mask?: string; readonly onlyMain?: boolean} = {},
): Promise<string[]> {
  let output = ""
  const before = engine.listener
  const decoder = new TextDecoder()
  engine.reset()
  engine.writeFile("main.lua", new TextEncoder().encode(text))
  engine.listener = {
    handleEvent: () => undefined,
    handleError: () => undefined,
    attend: () => {},
    stand() {},
    handleOutput: ({bytes}) => {
      output += decoder.decode(bytes)
    },
    readInput: () => null,
  }
  const outcome = await engine.run({
    source: {text: reference, name: "reference"},
    args: onlyMain ? [mask, "main"] : [mask],
  })
  engine.listener = before
  if (outcome.kind === "error") throw outcome.error
  return output.trim().split("\n").at(-1)?.split(",") ?? []
}
