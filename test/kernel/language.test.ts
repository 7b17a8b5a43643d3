import {describe, expect, it} from "vitest"
import {type Body, gateNames, KernelHarness} from "../support/kernel-harness.ts"

describe.each(gateNames)("A kernel behind the %s gate", gateName => {
  const connect = () => new KernelHarness(gateName).connect()

  it("completes with what the engine knows, and tells types", async () => {
    const client = connect()
    await client.execute("a1 Rate=5")
    expect(await client.request("lrp/complete", {code: "x Ra + 1", cursor_pos: 4})).toEqual({
      status: "ok",
      matches: ["Rate"],
      cursor_start: 2,
      cursor_end: 4,
      metadata: {
        _jupyter_types_experimental: [{start: 2, end: 4, text: "Rate", type: "variable", signature: ""}],
      },
    })
    expect(await client.request("lrp/complete", {code: "ru"})).toMatchObject({matches: ["run"]})
  })

  it("inspects, and says where nothing is found", async () => {
    const client = connect()
    await client.execute("a1 Rate=5")
    const inspect = (more: object) => client.request("lrp/inspect", {code: "Rate", cursor_pos: 4, ...more})
    expect(await inspect({})).toEqual({status: "ok", found: true, data: {"text/plain": "Rate = 5"}, metadata: {}})
    expect(await inspect({detail_level: 1})).toMatchObject({data: {"text/plain": "Rate = 5 in Rate"}})
    expect(await inspect({code: "Ratx"})).toEqual({status: "ok", found: false, data: {}, metadata: {}})
    await expect(inspect({detail_level: 2})).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining("0 or 1"),
    })
  })

  it("tells whether a text is complete", async () => {
    const client = connect()
    const ask = (code: string) => client.request("lrp/is_complete", {code})
    expect(await ask("a1")).toEqual({status: "complete"})
    expect(await ask("a1 >")).toEqual({status: "incomplete", indent: "  "})
    expect(await ask("%%")).toEqual({status: "invalid"})
  })

  it("answers by the text alone while a program runs", async () => {
    const client = connect()
    await client.execute("a1 Rate=5")
    const seen: Promise<Body>[] = []
    client.on("stream", () => {
      for (const [method, code] of [
        ["complete", "R"],
        ["complete", "r"],
        ["inspect", "Rate"],
        ["is_complete", "a1"],
      ])
        seen.push(client.request(`lrp/${method}`, {code}, "control"))
    })
    await client.execute('a1 "running" @ a2 @')
    const [global, word, found, whole] = await Promise.all(seen)
    expect([global.matches, word.matches]).toEqual([[], ["run"]])
    expect([found.found, whole.status]).toEqual([false, "unknown"])
  })

  it("looks into the frame of a stop, the innermost or the one that is named", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    const seen: Promise<Body>[] = []
    client.on("stopped", () => {
      void client.dap("stackTrace", {threadId: 1})
      for (const more of [{}, {frame_id: 1001}, {frame_id: 7}])
        seen.push(client.request("lrp/complete", {code: "f", ...more}, "control"))
      seen.push(client.dap("completions", {text: "f", column: 2}))
      void client.dap("continue")
    })
    await client.launch("a1 far=1 >b1 fine=2 b2", ["b2"])
    await client.dap("configurationDone")
    await harness.settled()
    expect((await seen[0]).matches).toEqual(["fine"])
    expect((await seen[1]).matches).toEqual(["far"])
    await expect(seen[2]).rejects.toMatchObject({code: -32001})
    expect(await seen[3]).toEqual({targets: [{label: "fine", type: "variable", start: 1, length: 1}]})
    await expect(client.request("lrp/complete", {code: "f", frame_id: 1000})).rejects.toMatchObject({code: -32000})
  })
})

describe.each(gateNames)("An execution behind the %s gate", gateName => {
  it("is told to all before it runs, and so is its result", async () => {
    const harness = new KernelHarness(gateName)
    const [client, other] = [harness.connect("c"), harness.connect("d")]
    await client.execute('a1 $"6"')
    for (const one of [client, other]) {
      expect(one.got("execute_input")).toEqual([{code: 'a1 $"6"', executionCount: 1}])
      expect(one.got("execute_result")).toEqual([{executionCount: 1, data: {"text/plain": "6"}, metadata: {}}])
    }
    await client.execute('a1 $"7"', {silent: true})
    expect(other.got("execute_result")).toHaveLength(1)
    expect(other.got("execute_input")).toHaveLength(1)
  })

  it("that fails takes those of its client that wait out of the line, and nobody else's", async () => {
    const harness = new KernelHarness(gateName)
    const [client, other] = [harness.connect("c"), harness.connect("d")]
    const [failed, waiting, others, later] = await Promise.all([
      client.execute("a1 @ >b2 !"),
      client.execute('a1 "never"'),
      other.execute('a1 "other"'),
      client.execute('a1 "never"'),
    ])
    expect(failed).toMatchObject({status: "error", executionCount: 1})
    expect([waiting.status, later.status]).toEqual(["aborted", "aborted"])
    expect(others).toMatchObject({status: "ok", executionCount: 2})
    expect(client.output).toBe("other")
    expect(await client.execute("a1")).toMatchObject({status: "ok"})
  })

  it("leaves them in line where that is wanted", async () => {
    const client = new KernelHarness(gateName).connect()
    const replies = [client.execute("a1 @ >b2 !", {stop_on_error: false}), client.execute("a1")]
    expect((await Promise.all(replies)).map(one => one.status)).toEqual(["error", "ok"])
  })

  it("evaluates user expressions after it, each by itself", async () => {
    const client = new KernelHarness(gateName).connect()
    const user_expressions = {rate: "Rate", list: "[1, 2]", wrong: "Nowhere"}
    expect((await client.execute("a1 Rate=5", {user_expressions})).user_expressions).toEqual({
      rate: {status: "ok", data: {"text/plain": "5"}, metadata: {}},
      list: {status: "ok", data: {"text/plain": "[1,2]", "application/json": [1, 2]}, metadata: {}},
      wrong: {
        status: "error",
        ename: "RuntimeError",
        evalue: "there is no Nowhere",
        traceback: ["there is no Nowhere"],
        kind: "RuntimeError",
        message: "there is no Nowhere",
      },
    })
    expect(await client.execute("a1 >b2 !", {user_expressions})).not.toHaveProperty("user_expressions")
  })

  it("does not count where it is not to be stored", async () => {
    const client = new KernelHarness(gateName).connect()
    expect(await client.execute('a1 $"1"', {store_history: false})).toMatchObject({executionCount: 0, result: {}})
    await client.execute("a1")
    const {history} = await client.request("lrp/history", {hist_access_type: "tail"})
    expect(history).toEqual([[1, 1, "a1"]])
  })
})
