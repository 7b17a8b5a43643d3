/** Kernels found and used over the channel between tabs; run on each gate. Both ends are in one page here. */
import type {Kernel, StartOptions} from "../../../src/moonstep.ts"
import {afterEach, describe, expect, it, loadMoonstep} from "../in-browser.ts"
import {debug, endKernels, start, unreachableCall, until, whenState, whenWritten} from "../kernel-page.ts"

const library = () => loadMoonstep<typeof import("../../../src/moonstep.ts")>()

/** The channel of a kernel, as another tab opens it. */
async function openChannel(kernel: Kernel): Promise<BroadcastChannel> {
  const {listKernels} = await library()
  const record = (await listKernels()).find(({id}) => id === kernel.info.id)
  return new BroadcastChannel(record?.transport.name ?? "")
}
const total = (counts: Kernel["refused"]) => Object.values(counts).reduce((sum, count) => sum + count)

export function describeTabs(options: StartOptions = {}): void {
  const startNamed = (files: StartOptions["files"], name = "first tab") => start(files, {...options, name})
  const attachTo = async ({info}: Kernel, name = "second tab") => (await library()).attachKernel(info.id, {name})

  describe("A kernel of another tab", () => {
    afterEach(endKernels)

    it("is listed while it lives", async () => {
      const {listKernels} = await library()
      const kernel = await startNamed({}, "listed")
      const other = await startNamed({}, "other")
      const ids = async () => (await listKernels()).map(({id}) => id)
      expect(await ids()).toEqual([kernel.info.id, other.info.id])
      const [record] = await listKernels()
      expect(record).toMatchObject({
        name: "listed",
        title: document.title,
        started: expect.any(Number),
        signature_scheme: "hmac-sha256",
        transport: {kind: "BroadcastChannel", name: expect.stringContaining(kernel.info.id)},
        endpoints: {shell: `${kernel.info.id}/shell`, control: `${kernel.info.id}/control`},
      })
      expect(record.key.extractable).toBe(false)
      await kernel.shutdown()
      expect(await ids()).toEqual([other.info.id])
      await kernel.restart()
      expect(await ids()).toEqual([kernel.info.id, other.info.id])
      await kernel.shutdown()
    })

    it("says so when it takes no more clients", async () => {
      const kernel = await start({}, {...options, limits: {clients: 1}})
      await expect(attachTo(kernel)).rejects.toMatchObject({
        code: -32021,
        message: expect.stringContaining("The number of clients is over the limit of 1"),
      })
      expect(await kernel.execute("1 + 1")).toMatchObject({status: "ok"})
    })

    it("has the same face", async () => {
      const kernel = await startNamed({"main.lua": "print('hi')"})
      const remote = await attachTo(kernel)
      expect(remote.info).toEqual(kernel.info)
      expect(remote.ports.shell).toBeInstanceOf(MessagePort)
      const written = Promise.all([whenWritten(kernel, "from afar"), whenWritten(remote, "from afar")])
      expect(await remote.execute("x = 1 print('from afar') return x + 1")).toMatchObject({
        status: "ok",
        result: {"text/plain": "2"},
      })
      await written
      expect(await kernel.execute("return x")).toMatchObject({result: {"text/plain": "1"}})
      expect(await remote.request("lrp/kernel_info")).toMatchObject({implementation: "moonstep"})
      const bytes = Uint8Array.from({length: 300_000}, (_, i) => (i * 7) & 255)
      await remote.writeFile("bytes.bin", bytes)
      expect(await kernel.readFile("bytes.bin")).toEqual(bytes)
      expect(await remote.readFile("bytes.bin")).toEqual(bytes)
      await remote.removeFile("bytes.bin")
      expect(await remote.listFiles()).toEqual(["main.lua"])
      await expect(remote.readFile("bytes.bin")).rejects.toMatchObject({code: -32009})
      const third = await remote.connect({name: "third"})
      expect(await third.execute("return x")).toMatchObject({result: {"text/plain": "1"}})
    })

    it("is debugged, also when it was running already", async () => {
      const kernel = await startNamed({"main.lua": "local a = 1\nlocal b = 2\nlocal c = io.read()\nprint(a + b, c)"})
      void kernel.execute("while not stop do end")
      await whenState(kernel, "busy")
      const remote = await attachTo(kernel)
      await whenState(remote, "busy")
      await remote.interrupt()
      await kernel.interrupt()
      await whenState(remote, "idle")
      remote.on("input_request", ({reply}) => reply("moon\n"))
      kernel.on("input_request", ({reply}) => reply("not asked\n"))
      const session = await debug(remote, "main.lua")
      await session.breakAt("main.lua", 1)
      expect(await session.run()).toMatchObject({reason: "breakpoint"})
      await whenState(kernel, "paused")
      await session.go("next")
      expect(await session.place()).toBe("main.lua:2")
      expect(await session.variables("Locals")).toMatchObject({a: "1"})
      const late = await attachTo(kernel, "in the pause")
      expect(late.state).toBe("paused")
      await session.go("next")
      expect(await session.finish()).toBe(0)
      expect(session.output).toBe("3\tmoon\n")
    })

    it("keeps the order of what it says, and what is large", async () => {
      const kernel = await startNamed({})
      const remote = await attachTo(kernel)
      let output = ""
      remote.on("stream", ({text}) => {
        output += text
      })
      const replies = await Promise.all(Array.from({length: 200}, (_, i) => remote.execute(`print(${i}) return ${i}`)))
      expect(replies.map(one => one.result?.["text/plain"])).toEqual(Array.from({length: 200}, (_, i) => `${i}`))
      expect(output).toBe(Array.from({length: 200}, (_, i) => `${i}\n`).join(""))
      const large = "\u0001\n".repeat(2_000_000)
      await remote.writeFile("large.txt", large)
      expect((await remote.readFile("large.txt")).length).toBe(large.length)
      await expect(remote.writeFile("larger.txt", "x".repeat(17_000_000))).rejects.toMatchObject({code: -32005})
      expect(await remote.execute("1 + 1")).toMatchObject({status: "ok"})
    })

    it("takes nothing that is not signed with its key", async () => {
      const {attachKernel} = await library()
      const kernel = await startNamed({})
      const key = await crypto.subtle.generateKey({name: "HMAC", hash: "SHA-256"}, false, ["sign", "verify"])
      await expect(attachKernel(kernel.info.id, {key: key as CryptoKey})).rejects.toMatchObject({code: -32006})
      expect(kernel.refused).toEqual({malformed: 0, tooLarge: 0, unsigned: 0, altered: 1, replayed: 0})
      await expect(attachKernel("k-none")).rejects.toMatchObject({code: -32020})
    })

    it("refuses and counts what is forged, and goes on", async () => {
      const kernel = await startNamed({})
      const spy = await openChannel(kernel)
      const heard: {from: string; to: string; body: Uint8Array}[] = []
      const opened = [spy]
      spy.onmessage = ({data}) => {
        heard.push(data)
        if (!data.from.startsWith("tab-")) return
        // the rest of the conversation is on a channel of its own
        const line = new BroadcastChannel(data.from)
        line.onmessage = event => heard.push(event.data)
        opened.push(line)
      }
      const remote = await attachTo(kernel)
      await remote.execute("count = (count or 0) + 1")
      await until(() => heard.some(({body}) => new TextDecoder().decode(body).includes("count or 0")))
      const genuine = heard.filter(({to}) => to.startsWith(kernel.info.id))
      const execute = genuine.at(-1)
      for (const message of genuine) for (const channel of opened) channel.postMessage(message)
      const replayed = genuine.length * 2
      await until(() => kernel.refused.replayed === replayed)
      for (let i = 0; i < 10_000; i++) {
        const signature = crypto.getRandomValues(new Uint8Array(32))
        opened[i % 2].postMessage({...execute, count: 1000 + i, signature})
      }
      await until(() => kernel.refused.altered === 10_000)
      const bodies = [null, 5, "text", {}, {jsonrpc: "2.0", id: 1, method: "lrp/shutdown"}, {...execute, signature: 7}]
      for (const body of bodies) spy.postMessage(body)
      spy.postMessage({...execute, body: new Uint8Array(17 * 1024 * 1024)})
      await until(() => total(kernel.refused) === replayed + 10_000 + bodies.length + 1)
      expect(kernel.refused).toEqual({
        altered: 10_000,
        replayed,
        unsigned: 2,
        malformed: 4,
        tooLarge: 1,
      })
      expect(await remote.execute("return count")).toMatchObject({result: {"text/plain": "1"}})
      for (const channel of opened) channel.close()
    })

    it("is restarted and shut down from there", async () => {
      const kernel = await startNamed({})
      const remote = await attachTo(kernel)
      await remote.writeFile("kept.txt", "kept")
      await remote.execute("old = 1")
      await remote.restart()
      expect(await remote.execute("return old")).toMatchObject({result: {"text/plain": "nil"}})
      const begun = whenWritten(remote, "aaa")
      const execution = remote.execute(unreachableCall).catch((error: {code: number}) => error.code)
      await begun
      await remote.interrupt()
      expect(await execution).toBe(-32008)
      await whenState(remote, "idle")
      expect(await remote.listFiles()).toEqual(["kept.txt"])
      expect(await remote.execute("1 + 1")).toMatchObject({result: {"text/plain": "2"}})
      const reasons: string[] = []
      remote.on("died", ({reason}) => reasons.push(reason))
      await remote.shutdown()
      expect(reasons).toEqual(["it was shut down"])
      await expect(remote.execute("1")).rejects.toMatchObject({code: -32021})
      await expect(remote.restart()).rejects.toMatchObject({code: -32021})
    })
  })
}
