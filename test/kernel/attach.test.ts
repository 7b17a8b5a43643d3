import {describe, expect, it} from "vitest"
import {gateNames, KernelHarness, type TestClient} from "../support/kernel-harness.ts"

const answers = (client: TestClient) => client.log.filter(one => /^(reply|error)/.test(one))
const control = (client: TestClient, method: string, params: object = {}) =>
  void client.request(method, params, "control")

describe.each(gateNames)("A session behind the %s gate", gateName => {
  /** A session of `o` that stops twice, and another client. What is said at a stop is said in one go. */
  async function play(
    atStop: (parts: {owner: TestClient; other: TestClient; harness: KernelHarness; stop: number}) => void,
    limits: object = {},
  ) {
    const harness = new KernelHarness(gateName, limits)
    const [owner, other] = [harness.connect("o"), harness.connect("x")]
    other.session = await owner.launch("a1 a2 a3 a4", ["a2", "a3"])
    let stops = 0
    owner.on("stopped", () => atStop({owner, other, harness, stop: ++stops}))
    void owner.dap("configurationDone")
    await harness.settled()
    return {harness, owner, other}
  }
  const session = {session: "o-s1"}

  it("is listed, and seen by who has attached, at once where it stands", async () => {
    const {owner, other} = await play(({owner, other, stop}) => {
      if (stop === 1) {
        control(other, "lrp/sessions")
        control(other, "lrp/attach", session)
        void other.dap("stackTrace", {threadId: 1})
        void other.dap("disconnect")
        void other.dap("threads")
        control(other, "lrp/attach", session)
      }
      void owner.dap("continue")
    })
    expect(other.got("stopped").map(({reason}) => reason)).toEqual(["breakpoint", "breakpoint", "breakpoint"])
    expect(other.got("terminated")).toHaveLength(1)
    expect(answers(other)).toEqual(["reply x1", "reply x2", "reply x3", "reply x4", "error x5 -32031", "reply x6"])
    expect(owner.got("status").map(one => one.owner?.session)).toEqual([
      undefined,
      "o-s1",
      "o-s1",
      "o-s1",
      "o-s1",
      "o-s1",
      undefined,
    ])
  })

  it("is commanded by its owner only, until it is taken over", async () => {
    const {owner, other} = await play(({owner, other, stop}) => {
      if (stop === 2) {
        void owner.dap("continue")
        void other.dap("continue")
        return
      }
      void other.dap("threads")
      control(other, "lrp/attach", session)
      void other.dap("continue")
      control(other, "lrp/take_over", session)
      control(owner, "lrp/take_over_reply", {request: 1, granted: true})
      void owner.dap("threads")
      void other.dap("continue")
    })
    expect(answers(other)).toEqual([
      "error x1 -32031",
      "reply x2",
      "error x3 -32030",
      "reply x4",
      "reply x5",
      "reply x6",
    ])
    expect(owner.got("take_over_request")).toEqual([{request: 1, ...session, from: {id: "x", name: "x"}}])
    expect(answers(owner).filter(one => one.startsWith("error"))).toEqual([expect.stringContaining("-32030")])
    expect(owner.got("status").at(-2).owner).toEqual({client: "x", name: "x", ...session})
    expect(owner.got("terminated")).toHaveLength(1)
  })

  it("stays with an owner that refuses", async () => {
    const {other} = await play(({owner, other, stop}) => {
      if (stop === 1) {
        control(other, "lrp/attach", session)
        control(other, "lrp/take_over", session)
        control(other, "lrp/take_over", session)
        // not its own to grant
        control(other, "lrp/take_over_reply", {request: 1, granted: true})
        control(owner, "lrp/take_over_reply", {request: 1, granted: false})
      }
      void owner.dap("continue")
    })
    expect(answers(other)).toEqual(["reply x1", "error x3 -32032", "reply x4", "error x2 -32032"])
  })

  it("goes to who asked when its owner does not answer in time", async () => {
    const {other} = await play(
      ({owner, other, harness, stop}) => {
        if (stop === 2) return void other.dap("continue")
        control(other, "lrp/attach", session)
        control(other, "lrp/take_over", session)
        harness.whenQuiet(() => {
          expect(answers(other)).toEqual(["reply x1"])
          harness.wait(400)
          expect(answers(other)).toEqual(["reply x1", "reply x2"])
          void owner.dap("continue")
          void other.dap("continue")
        })
      },
      {takeOverMs: 400},
    )
    expect(other.got("terminated")).toHaveLength(1)
  })

  it("goes at once where its owner is away, who may come back", async () => {
    const {harness, owner, other} = await play(({owner, other, harness}) => {
      control(owner, "lrp/register", {token: "secret"})
      control(other, "lrp/attach", session)
      harness.whenQuiet(() => {
        harness.leave(owner)
        other.on("stopped", () => void other.dap("continue"))
        control(other, "lrp/take_over", session)
        void other.dap("continue")
      })
    })
    expect(answers(other)).toHaveLength(4)
    expect(other.got("terminated")).toHaveLength(1)
    const before = owner.received.length
    const back = harness.connect("again")
    const resumed = await back.request("lrp/resume", {token: "secret"}, "control")
    expect(resumed).toMatchObject({client: "o", next: before + 1, lost: 0, sessions: []})
    const all = [...owner.received, ...back.received.filter(({message}) => message.header.client === "o")]
    expect(all.map(({message}) => message.header.sequence)).toEqual(all.map((_, i) => i + 1))
    expect(back.got("terminated")).toHaveLength(1)
    await expect(harness.connect("third").request("lrp/resume", {token: "wrong"}, "control")).rejects.toMatchObject({
      code: -32033,
    })
  })

  it("stays with an owner that comes back, leaves again and comes back again", async () => {
    const harness = new KernelHarness(gateName)
    const owner = harness.connect("o")
    const id = await owner.launch("a1")
    await owner.request("lrp/register", {token: "secret"}, "control")
    harness.leave(owner)
    for (const name of ["second", "third"]) {
      const back = harness.connect(name)
      const {client, sessions} = await back.request("lrp/resume", {token: "secret"}, "control")
      expect([client, sessions]).toEqual(["o", [{id, program: "program0"}]])
      await back.request("lrp/leave", {}, "control")
      const {clients} = await harness.connect(`${name} looks`).request("lrp/clients", {}, "control")
      expect(clients).toContainEqual(expect.objectContaining({id: "o", isAway: true}))
    }
  })

  it("ends with an owner that does not come back in time", async () => {
    const {harness, other} = await play(
      ({owner, other, harness}) => {
        control(other, "lrp/attach", session)
        harness.whenQuiet(() => {
          harness.leave(owner)
          harness.wait(1000)
        })
      },
      {resumeMs: 1000},
    )
    expect(other.got("exited")).toEqual([{exitCode: 1}])
    expect(harness.kernel.sessions.size).toBe(0)
    expect(await other.execute("a1")).toMatchObject({status: "ok"})
  })

  it("goes back to who launched it when its new owner disconnects, or does not come back", async () => {
    const {harness, owner, other} = await play(
      ({owner, other, harness, stop}) => {
        if (stop === 1) {
          control(other, "lrp/attach", session)
          control(other, "lrp/take_over", session)
          control(owner, "lrp/take_over_reply", {request: 1, granted: true})
          void other.dap("disconnect")
          void other.dap("threads")
          void owner.dap("continue")
          return
        }
        control(other, "lrp/attach", session)
        control(other, "lrp/take_over", session)
        control(owner, "lrp/take_over_reply", {request: 2, granted: true})
        harness.whenQuiet(() => {
          harness.leave(other)
          harness.wait(1000)
          void owner.dap("continue")
        })
      },
      {resumeMs: 1000},
    )
    expect(answers(other)).toEqual(["reply x1", "reply x2", "reply x3", "error x4 -32031", "reply x5", "reply x6"])
    expect(owner.got("exited")).toEqual([{exitCode: 0}])
    expect(harness.kernel.sessions.size).toBe(0)
  })

  it("goes back to who launched it also where it waits in line", async () => {
    const harness = new KernelHarness(gateName, {resumeMs: 1000})
    const [owner, other] = [harness.connect("o"), harness.connect("x")]
    await owner.launch('a1 "in the end"')
    owner.on("input_request", () => {
      void owner.dap("configurationDone")
      control(other, "lrp/attach", session)
      control(other, "lrp/take_over", session)
      control(owner, "lrp/take_over_reply", {request: 1, granted: true})
      harness.whenQuiet(() => {
        harness.leave(other)
        harness.wait(1000)
        void owner.request("lrp/input_reply", {value: "\n"})
      })
    })
    await owner.execute("a1 ?x")
    await harness.settled()
    expect(owner.output).toBe("in the end")
    expect(owner.got("exited")).toEqual([{exitCode: 0}])
  })

  it("locks its program until it ends", async () => {
    const harness = new KernelHarness(gateName)
    const [owner, other] = [harness.connect("o"), harness.connect("x")]
    await owner.launch("a1")
    await expect(other.dap("launch", {program: "program0"})).rejects.toMatchObject({code: -32004})
    await owner.dap("launch", {program: "program0"})
    await owner.dap("terminate")
    await expect(other.dap("launch", {program: "program0"})).rejects.toMatchObject({code: -32004})
    harness.disconnect(owner)
    expect(await other.dap("launch", {program: "program0"})).toMatchObject({program: "program0"})
  })

  it("remembers what was set up in it", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    const id = await client.launch("a1 a2 b1", ["a1", "a2", "b1"])
    await client.dap("setBreakpoints", {source: {path: "b"}, breakpoints: []})
    await client.dap("setExceptionBreakpoints", {filters: ["caught"]})
    await client.request("lrp/keep", {session: id, watches: ["x"], frameId: 3}, "control")
    expect(await client.request("lrp/recall", {session: id}, "control")).toEqual({
      breakpoints: [{path: "a", breakpoints: [{line: 1}, {line: 2}]}],
      exceptionFilters: ["caught"],
      watches: ["x"],
      frameId: 3,
    })
  })

  it("waits in line, and its client is told its place", async () => {
    const {owner, other} = await play(({owner, other, stop}) => {
      if (stop === 1) {
        control(owner, "lrp/execute", {code: "a1"})
        control(other, "lrp/execute", {code: 'a1 $"2"'})
        control(other, "lrp/execute", {code: "a1"})
        // what waits is taken out of the line, and nothing else
        control(other, "lrp/interrupt", {execution: "h-x2"})
      }
      void owner.dap("continue")
    })
    expect(owner.got("queued")).toEqual([{place: 1}])
    expect(other.got("queued")).toEqual([{place: 2}, {place: 3}, {place: 1}])
    expect(answers(other)).toEqual(["reply x3", "reply x2", "reply x1"])
    expect(owner.got("exited")).toEqual([{exitCode: 0}])
  })

  it("whose end was asked for answers nothing any more", async () => {
    const {owner} = await play(({owner, stop}) => {
      if (stop > 1) return
      void owner.dap("terminate")
      void owner.dap("continue")
      void owner.dap("threads")
      void owner.dap("terminate")
    })
    expect(answers(owner).slice(-3)).toEqual(Array.from({length: 3}, () => expect.stringContaining("-32002")))
  })
})
