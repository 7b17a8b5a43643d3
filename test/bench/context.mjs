/**
 * The group "context": programs that do nothing but what an execution's context is kept for (context.worker.ts). Their
 * sizes make a turn some milliseconds.
 */
export const contextPrograms = [
  {name: "errors caught", size: 5000, text: "for i = 1, n do pcall(error, i) end"},
  {
    name: "errors deep in calls",
    size: 2000,
    text: "local function f(d) if d == 0 then error('x') end return f(d - 1) + 1 end\nfor i = 1, n do pcall(f, 20) end",
  },
  {
    name: "errors that end coroutines",
    size: 1500,
    text: "local function f() error('x') end\nfor i = 1, n do coroutine.resume(coroutine.create(f)) end",
  },
  {
    name: "errors out of wrap",
    size: 1500,
    text: "local function f() error('x') end\nfor i = 1, n do pcall(coroutine.wrap(f)) end",
  },
  {
    name: "coroutine switches",
    size: 8000,
    text: "local co = coroutine.wrap(function() while true do coroutine.yield(1) end end)\nfor i = 1, n do co() end",
  },
  {name: "lines of output", size: 1500, text: "for i = 1, n do print('line', i) end"},
  {name: "Console.log", size: 400, text: "for i = 1, n do Console.log('line', i) end"},
]

/** Name → ms of a turn, by condition. */
export async function measureContext(page, {rounds}, note) {
  const found = {}
  for (const {name, size, text} of contextPrograms) {
    const {notes} = await page.call("context", {text, size, warmSize: size, turns: rounds * 30})
    found[name] = notes
    note(`context, ${name}: ${JSON.stringify(notes)}`)
  }
  return found
}
