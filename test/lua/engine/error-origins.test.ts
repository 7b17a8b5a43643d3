/** The stack of an error that comes out of coroutines, on the real VM: innermost first, each with those that wait for it. */
import {beforeAll, describe, expect, it} from "vitest"
import {KernelDriver} from "../../support/kernel-driver.ts"

let driver: KernelDriver
beforeAll(async () => {
  driver = await KernelDriver.boot()
})

/** The stack that an execution's error shows, without the message. */
async function stackOf(code: string): Promise<string[]> {
  const reply = await driver.execute(code, "c")
  expect(reply.status).toBe("error")
  return reply.traceback.slice(1)
}
const worker = `
local function deep() error("boom") end
local function work() deep() end
`

describe("The stack of an error", () => {
  it("goes on in those that wait, out of coroutine.wrap", async () => {
    expect(
      await stackOf(`${worker}local outer = coroutine.wrap(function()\n coroutine.wrap(work)()\nend)\nouter()`),
    ).toEqual([
      "c:2: in upvalue 'deep'",
      "c:3: in function 'work'",
      "resumed from:",
      "[C]: in ?",
      "c:5: in function <c:4>",
      "resumed from:",
      expect.stringMatching(/^\[C\]: in local 'outer'/),
      "c:7: in main chunk",
    ])
  })

  const raise = {
    "as it is": "error(e, 0)",
    "with a place before it": "error(e)",
    "with words before it": 'error("it failed: " .. e, 0)',
    "by assert": "assert(ok, e)",
  }
  for (const [how, statement] of Object.entries(raise))
    it(`keeps what coroutine.resume has caught, where it is raised again ${how}`, async () => {
      const stack = await stackOf(
        `${worker}local co = coroutine.create(work)\nlocal ok, e = coroutine.resume(co)\nif not ok then ${statement} end`,
      )
      expect(stack.filter(line => !line.startsWith("[C]: in function 'assert'"))).toEqual([
        "c:2: in upvalue 'deep'",
        "c:3: in function 'work'",
        "raised again from:",
        "c:6: in main chunk",
      ])
    })

  it("keeps it for objects, and over several coroutines", async () => {
    const stack = await stackOf(`local function run(f)
  local co = coroutine.create(f)
  local ok, e = coroutine.resume(co)
  if not ok then error(e, 0) end
end
run(function()
  run(function()
    error({code = 1})
  end)
end)`)
    expect(stack).toEqual([
      "c:8: in function <c:7>",
      "raised again from:",
      "c:4: in upvalue 'run'",
      "c:7: in function <c:6>",
      "raised again from:",
      "c:4: in local 'run'",
      "c:6: in main chunk",
    ])
  })

  it("keeps it over 45 coroutines, and after hundreds of other errors that were caught", async () => {
    const stack = await stackOf(`local function run(f)
  local ok, e = coroutine.resume(coroutine.create(f))
  if not ok then error(e, 0) end
end
for i = 1, 500 do
  coroutine.resume(coroutine.create(function() error("other " .. i) end))
  pcall(coroutine.wrap(function() error({}) end))
end
local function nest(n)
  if n == 0 then error("deep") end
  run(function() nest(n - 1) end)
end
nest(45)`)
    expect(stack[0]).toBe("c:10: in upvalue 'nest'")
    expect(stack.filter(line => line === "raised again from:")).toHaveLength(45)
    expect(stack.at(-1)).toBe("c:13: in main chunk")
  })

  it("keeps it where coroutine.wrap has passed the error on before", async () => {
    const stack = await stackOf(`${worker}local co = coroutine.create(function()
  coroutine.wrap(work)()
end)
local ok, e = coroutine.resume(co)
error(e, 0)`)
    expect(stack).toEqual([
      "c:2: in upvalue 'deep'",
      "c:3: in function 'work'",
      "resumed from:",
      "[C]: in ?",
      "c:5: in function <c:4>",
      "raised again from:",
      "c:8: in main chunk",
    ])
  })

  it("has nothing of another error, nor of a coroutine that is closed", async () => {
    const caught = `${worker}local co = coroutine.create(work)\nlocal ok, e = coroutine.resume(co)\n`
    expect(await stackOf(`${caught}error("another", 0)`)).toEqual(["c:6: in main chunk"])
    expect(await stackOf(`${caught}coroutine.close(co)\nerror(e, 0)`)).toEqual(["c:7: in main chunk"])
    expect(await stackOf(`${caught}co = nil collectgarbage() collectgarbage() e = e .. "" error(e, 0)`)).toEqual([
      "c:6: in main chunk",
    ])
    // another execution, the same words
    expect(await stackOf('error("c:2: boom", 0)')).toEqual(["c:1: in main chunk"])
  })

  it("is shown by exceptionInfo and by what the session writes", async () => {
    driver.writeFiles({
      "main.lua":
        'local co = coroutine.create(function()\n  error("boom")\nend)\nlocal ok, e = coroutine.resume(co)\nerror(e, 0)',
    })
    let info: {details: {stackTrace: string}} | undefined
    driver.launch("main.lua")
    driver.request("setExceptionBreakpoints", {filters: ["uncaught"]})
    driver.atStop = () => {
      info = driver.request("exceptionInfo", {threadId: 1})
      driver.request("continue", {threadId: 1})
    }
    await driver.start()
    const lines = ["main.lua:2: in function <main.lua:1>", "raised again from:", "main.lua:5: in main chunk"]
    expect(info?.details.stackTrace).toBe(lines.join("\n"))
    expect(driver.errors).toBe(
      ["main.lua:2: boom", "stack traceback:", ...lines.map(line => `\t${line}`), ""].join("\n"),
    )
  })
})
