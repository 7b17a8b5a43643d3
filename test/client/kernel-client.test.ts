import {afterEach, describe, expect, it} from "vitest"
import type {DebugSession, Kernel, SessionEvents} from "../../src/client/face.ts"
import {type Body, KernelHarness} from "../support/kernel-harness.ts"
import {endPageClients, pageClient} from "../support/page-client.ts"

afterEach(endPageClients)

const names: readonly (keyof SessionEvents)[] = ["output", "stopped", "continued", "exited", "terminated"]

/** All that is told of a session, in order: "stopped breakpoint", "output stdout 1". */
function listen(session: DebugSession): {readonly log: string[]; readonly ended: Promise<void>} {
  const log: string[] = []
  for (const name of names)
    session.on(name, (body: Body) => {
      const said = name === "output" ? [body.category, JSON.stringify(body.output), body.line] : [body?.reason]
      log.push([name, ...said].filter(one => one !== undefined).join(" "))
    })
  return {log, ended: new Promise(resolve => session.on("terminated", () => resolve()))}
}

async function launch(kernel: Kernel, harness: KernelHarness, run: string): Promise<DebugSession> {
  harness.engine.writeFile("main", new TextEncoder().encode(run))
  return kernel.debug({program: "main"})
}

describe("A page's session", () => {
  it("tells in order what its program puts out, to each client that sees it", async () => {
    const harness = new KernelHarness("suspending")
    const [kernel, other] = [await pageClient(harness, "first"), await pageClient(harness, "other")]
    const streams: string[] = []
    other.on("stream", ({text}) => streams.push(text))
    const session = await launch(kernel, harness, 'a1 "1" c"2" d"3" a2 "4" a3 "5" >b1 !')
    const [mine, theirs] = [listen(session), listen(await other.attach(session.id))]
    await session.request("setBreakpoints", {
      source: {path: "a"},
      breakpoints: [{line: 2}, {line: 3, logMessage: "log"}],
    })
    session.on("stopped", () => void session.request("continue", {threadId: 1}))
    await session.request("configurationDone")
    await Promise.all([mine.ended, theirs.ended])
    expect(mine.log).toEqual([
      'output stdout "1" 1',
      'output stdout "2\\n" 1',
      'output stdout "3\\n" 1',
      "stopped breakpoint",
      "continued",
      'output stdout "4" 2',
      'output console "log\\n" 3',
      'output stdout "5" 3',
      'output stderr "b:1: it failed\\nstack traceback:\\n\\tb:1\\n\\ta:3\\n" 1',
      "exited",
      "terminated",
    ])
    expect(theirs.log).toEqual(mine.log)
    expect(streams).toEqual(["1", "4", "5"])
  })

  it("tells a client nothing that has detached from it, which hears its streams as everybody does", async () => {
    const harness = new KernelHarness("suspending")
    const [kernel, other] = [await pageClient(harness, "first"), await pageClient(harness, "other")]
    const streams: string[] = []
    other.on("stream", ({text}) => streams.push(text))
    const session = await launch(kernel, harness, 'a1 "1" a2')
    const seen = await other.attach(session.id)
    const {log} = listen(seen)
    await seen.request("disconnect")
    const {ended} = listen(session)
    await session.request("configurationDone")
    await ended
    await other.listFiles()
    expect(streams).toEqual(["1"])
    expect(log).toEqual([])
  })
})
