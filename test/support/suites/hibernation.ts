/** Kernels that go on after their page; run on each gate. A frame that is taken out of the page is a tab that is closed. */
import type {Kernel, StartOptions} from "../../../src/moonstep.ts"
import {afterEach, describe, expect, it} from "../in-browser.ts"
import {debug, endKernels, start, unreachableCall, whenSaved, whenWritten} from "../kernel-page.ts"

const script = `
import {startKernel} from "/dist/moonstep.js"
window.dispatchEvent(new CustomEvent("moonstep", {detail: startKernel}))
`

/** The library in a frame of its own: its workers end with it. */
async function openFrame(): Promise<{startKernel(options: StartOptions): Promise<Kernel>; close(): void}> {
  const frame = document.createElement("iframe")
  document.body.append(frame)
  const page = frame.contentWindow
  if (!page) throw new Error("A frame without a window.")
  const startKernel = await new Promise<(options: StartOptions) => Promise<Kernel>>(resolve => {
    page.addEventListener("moonstep", event => resolve((event as CustomEvent).detail), {once: true})
    const element = page.document.createElement("script")
    element.type = "module"
    element.textContent = script
    page.document.head.append(element)
  })
  return {startKernel, close: () => frame.remove()}
}

let serial = 0
const newName = () => `test state ${Date.now()} ${serial++}`
const display = async (kernel: Kernel, code: string) => (await kernel.execute(code)).result?.["text/plain"]

export function describeHibernation(options: StartOptions = {}): void {
  describe("A kernel that hibernates", () => {
    afterEach(endKernels)

    it("goes on where it was, in another page", async () => {
      const hibernate = newName()
      const frame = await openFrame()
      const first = await frame.startKernel({...options, hibernate, files: {"given.lua": "return 'first'"}})
      expect(first.info.hibernation).toMatchObject({restored: false})
      await first.execute(
        "function counter() local n = 0 return function() n = n + 1 return n end end next_n = counter()",
      )
      await first.execute(
        "next_n() next_n() co = coroutine.wrap(function() for i = 1, 9 do coroutine.yield(i * i) end end) co()",
      )
      await first.execute(
        "big = {} for i = 1, 50000 do big[i] = 'entry ' .. i end mt = setmetatable({}, {__index = string})",
      )
      const done = whenSaved(first, 4)
      await first.execute("local f = io.open('made.txt', 'w') f:write('by the program') f:close()")
      expect(await done).toMatchObject({blocks: expect.any(Number), written: expect.any(Number)})
      frame.close()

      const second = await start({"given.lua": "return 'second'"}, {...options, hibernate})
      expect(second.info.hibernation).toEqual({restored: true, saved: expect.any(Number)})
      expect(await display(second, "next_n()")).toBe("3")
      expect(await display(second, "co()")).toBe("4")
      expect(await display(second, "#big .. big[50000] .. mt.upper('x')")).toBe("50000entry 50000X")
      expect(await display(second, "io.open('made.txt'):read('a')")).toBe("by the program")
      expect(await display(second, "(require('given'))")).toBe("first")
      expect((await second.execute("return 1")).executionCount).toBe(10)
    })

    it("writes only what has changed", async () => {
      const kernel = await start({}, {...options, hibernate: newName()})
      const first = whenSaved(kernel, 1)
      await kernel.execute("big = {} for i = 1, 100000 do big[i] = {i} end")
      const {written: all = 0} = await first
      const second = whenSaved(kernel, 2)
      await kernel.execute("x = 1")
      const {written: changed = 0} = await second
      expect(changed).toBeGreaterThan(0)
      expect(changed).toBeLessThan(all / 3)
    })

    it("stops at breakpoints in functions that were loaded before", async () => {
      const hibernate = newName()
      const files = {
        "lib.lua": "local M = {}\nfunction M.add(a, b)\n  local sum = a + b\n  return sum\nend\nreturn M",
        "main.lua": "print(lib.add(1, 2))",
      }
      const frame = await openFrame()
      const first = await frame.startKernel({...options, hibernate, files})
      const done = whenSaved(first, 1)
      await first.execute("lib = require('lib')")
      await done
      frame.close()

      const second = await start({}, {...options, hibernate})
      const session = await debug(second, {program: "main.lua", keepState: true})
      await session.request("setBreakpoints", {source: {path: "lib.lua"}, breakpoints: [{line: 3}]})
      await session.request("configurationDone", {})
      expect(await session.next("stopped")).toMatchObject({reason: "breakpoint"})
      const {stackFrames} = await session.request("stackTrace", {threadId: 1})
      expect(stackFrames[0]).toMatchObject({line: 3, source: {path: "lib.lua"}})
      await session.request("continue", {threadId: 1})
      await session.next("terminated")
    })

    it("is as it was before a program that could not be reached", async () => {
      const kernel = await start({}, {...options, hibernate: newName()})
      const done = whenSaved(kernel, 1)
      await kernel.execute("x = 'before'")
      await done
      const begun = whenWritten(kernel, "aaa")
      const stuck = kernel.execute(`x = 'after' ${unreachableCall}`).catch(() => "lost")
      await begun
      await kernel.interrupt()
      expect(await stuck).toBe("lost")
      expect(kernel.info.hibernation).toMatchObject({restored: true})
      expect(await display(kernel, "x")).toBe("before")
    })

    it("gives a fresh state when it is restarted, and is forgotten when it is shut down", async () => {
      const hibernate = newName()
      const kernel = await start({}, {...options, hibernate})
      const done = whenSaved(kernel, 1)
      await kernel.execute("x = 1")
      await done
      await kernel.restart()
      expect(await display(kernel, "x")).toBe("nil")
      await kernel.shutdown()
      const next = await start({}, {...options, hibernate})
      expect(next.info.hibernation).toMatchObject({
        restored: false,
        reason: expect.stringContaining("Nothing was saved"),
      })
    })

    it("refuses a name that another kernel is at work on", async () => {
      const hibernate = newName()
      const first = await start({}, {...options, hibernate})
      const second = await start({}, {...options, hibernate})
      expect(second.info.hibernation).toMatchObject({
        restored: false,
        reason: expect.stringContaining("Another kernel"),
      })
      const done = whenSaved(first, 1)
      await first.execute("x = 1")
      expect((await done).reason).toBe(undefined)
    })
  })
}
