/** Completion, inspection, history and rich results on a real kernel; run on each gate. */
import type {Kernel, StartOptions} from "../../../src/moonstep.ts"
import {afterEach, describe, expect, it} from "../in-browser.ts"
import {type Body, debug, endKernels, start, whenWritten} from "../kernel-page.ts"

const ask = (kernel: Kernel, method: string, params: object): Promise<Body> => kernel.request(`lrp/${method}`, params)

export function describeLanguage(options: StartOptions = {}): void {
  describe("A text", () => {
    afterEach(endKernels)

    it("is completed while idle, while a program runs, and in the frame of a stop", async () => {
      const kernel = await start({"main.lua": "local inside = {x = 1}\nprint(inside)\n"}, options)
      const matches = async (code: string) =>
        (await ask(kernel, "complete", {code, cursor_pos: code.length})).matches as string[]
      await kernel.execute("point = {x = 1, y = 2}")
      expect(await matches("point.")).toEqual(["x", "y"])
      const session = await debug(kernel, "main.lua")
      await session.breakAt("main.lua", 2)
      await session.run()
      expect(await matches("ins")).toEqual(["inside"])
      const {targets} = await session.request("completions", {text: "inside.", column: 8})
      expect(targets).toEqual([{label: "x", type: "field", start: 8, length: 0}])
      await session.finish()
      const begun = whenWritten(kernel, "begun")
      const running = kernel.execute("print('begun') while true do end")
      await begun
      expect(await matches("tostr")).toEqual(["tostring"])
      expect((await ask(kernel, "inspect", {code: "string.rep", cursor_pos: 9})).found).toBe(true)
      await kernel.interrupt()
      expect((await running).ename).toBe("Interrupted")
    })

    it("gives rich results and user expressions, and those behind an error are aborted", async () => {
      const kernel = await start({}, options)
      const table = await kernel.execute("{{name = 'a'}, {name = 'b'}}", {
        userExpressions: {sum: "1 + 1", bad: "nil + 1"},
      })
      expect(table.result?.["application/json"]).toEqual([{name: "a"}, {name: "b"}])
      expect(table.result?.["text/html"]).toContain("<th>name</th>")
      expect(table.user_expressions?.sum.data).toEqual({"text/plain": "2"})
      expect(table.user_expressions?.bad.status).toBe("error")
      const all = [kernel.execute("error('no')"), kernel.execute("x = 1"), kernel.execute("x = 2")]
      expect((await Promise.all(all)).map(one => one.status)).toEqual(["error", "aborted", "aborted"])
      expect((await kernel.execute("x")).result).toEqual({"text/plain": "nil"})
    })

    it("that was executed is in the history of the next kernel", async () => {
      const mark = `mark = ${Math.random()}`
      const first = await start({}, options)
      await first.execute(mark)
      // by then it is kept
      await first.shutdown()
      const second = await start({}, options)
      const search = {hist_access_type: "search", pattern: `${mark.slice(0, 12)}*`}
      const {history} = await ask(second, "history", search)
      expect(history.map((one: Body) => one[2])).toContain(mark)
      const session = history.find((one: Body) => one[2] === mark)[0]
      await second.execute("1")
      const {history: own} = await ask(second, "history", {hist_access_type: "range"})
      expect(own[0][0]).toBeGreaterThan(session)
    })
  })
}
