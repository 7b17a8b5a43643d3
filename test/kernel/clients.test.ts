import {describe, expect, it} from "vitest"
import type {Message} from "../../src/protocol/envelope.ts"
import {fileLimit} from "../../src/protocol/limits.ts"
import {gateNames, KernelHarness, type TestClient, turn} from "../support/kernel-harness.ts"
import {below, random} from "../support/random.ts"

const sequences = (client: TestClient): unknown[] => client.received.map(({message}) => message.header.sequence)
const fromOne = (count: number): number[] => Array.from({length: count}, (_, i) => i + 1)

describe.each(gateNames)("The clients of a kernel behind the %s gate", gateName => {
  it("are told its state when they come", async () => {
    const harness = new KernelHarness(gateName)
    expect(harness.connect().log).toEqual(["status idle"])
    const client = harness.connect("c")
    await client.launch("a1", [], {stopOnEntry: true})
    const late: TestClient[] = []
    client.on("stopped", () => {
      late.push(harness.connect("late"))
      void client.dap("continue")
    })
    await client.dap("configurationDone")
    await harness.settled()
    expect(late[0].statuses).toEqual(["paused", "busy", "idle"])
  })

  it("all see the output and the states, and only the asking one its reply", async () => {
    const harness = new KernelHarness(gateName)
    const clients = ["c", "d", "e"].map(id => harness.connect(id))
    await clients[0].execute('a1 "hi" e"oh" >b1 !')
    await harness.settled()
    for (const client of clients) {
      expect(client.statuses).toEqual(["idle", "busy", "idle"])
      expect(client.got("stream").map(({name, text}) => `${name} ${text}`)).toEqual(["stdout hi", "stderr oh"])
      expect(client.got("error")).toHaveLength(1)
    }
    expect(clients.map(one => one.log.filter(entry => entry.startsWith("reply")).length)).toEqual([1, 0, 0])
  })

  it("see no events of another one's session", async () => {
    const harness = new KernelHarness(gateName)
    const [client, other] = [harness.connect("c"), harness.connect("d")]
    await client.launch('a1 "hi" a2', ["a2"])
    client.on("stopped", () => void client.dap("continue"))
    await client.dap("configurationDone")
    await harness.settled()
    expect(other.log).toEqual([
      "status idle",
      "status busy",
      "stream hi",
      "status paused",
      "status busy",
      "status idle",
    ])
  })

  it("get messages numbered without gaps, each its own", async () => {
    const harness = new KernelHarness(gateName)
    const [client, other] = [harness.connect("c"), harness.connect("d")]
    await client.launch('a1 "hi" a2 (@ a3)*20', ["a2"])
    client.on("stopped", () => {
      void client.dap("threads")
      void other.request("lrp/kernel_info")
      void client.dap("continue")
    })
    await client.dap("configurationDone")
    void other.execute("a1")
    await client.request("lrp/list_files")
    await harness.settled()
    for (const one of [client, other]) {
      expect(sequences(one)).toEqual(fromOne(one.received.length))
      expect(new Set(one.received.map(({message}) => message.header.id)).size).toBe(one.received.length)
    }
  })

  it("find in each reply the header of its request", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    await client.launch('a1 "hi"')
    harness.front.receive("c", "control", {
      jsonrpc: "2.0",
      id: 77,
      method: "ldp/configurationDone",
      header: {id: "mine", client: "c", session: client.session, correlation: "run-7"},
    })
    await harness.settled()
    const caused = client.received.map(({message}) => message).filter(({header}) => header.parent === "mine")
    expect(caused.map(one => ("method" in one ? one.method : one.id))).toEqual([
      77,
      "status",
      "ldp/event/thread",
      "stream",
      "ldp/event/thread",
      "ldp/event/exited",
      "ldp/event/terminated",
      "status",
    ])
    expect(caused.every(({header}) => header.correlation === "run-7")).toBe(true)
  })

  it("that are gone get nothing more, and what they had in line is dropped", async () => {
    const harness = new KernelHarness(gateName)
    const [client, gone] = [harness.connect("c"), harness.connect("gone")]
    await gone.launch('a1 "never"')
    client.on("stream", ({text}) => {
      if (text !== "go") return
      harness.front.receive("gone", "control", {
        jsonrpc: "2.0",
        id: 1,
        method: "ldp/configurationDone",
        header: {id: "x", client: "gone", session: gone.session},
      })
      harness.disconnect(gone)
    })
    await client.execute('a1 "go" @ a2')
    await harness.settled()
    const count = gone.received.length
    await client.execute("a1")
    expect(gone.received).toHaveLength(count)
    expect(client.output).toBe("go")
  })

  it("that are unknown are ignored", () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    harness.front.receive("nobody", "shell", {
      jsonrpc: "2.0",
      id: 1,
      method: "lrp/kernel_info",
      header: {id: "h", client: "c"},
    })
    expect(client.log).toEqual(["status idle"])
  })

  it("share the files, and are told of changes", async () => {
    const harness = new KernelHarness(gateName)
    const [client, other] = [harness.connect("c"), harness.connect("d")]
    await client.request("lrp/write_file", {path: "./lib/a", content: new Uint8Array([0, 255, 195])})
    expect(await other.request("lrp/list_files")).toEqual({paths: ["lib/a"]})
    expect(await other.request("lrp/read_file", {path: "lib/a"})).toEqual({content: new Uint8Array([0, 255, 195])})
    await other.request("lrp/remove_file", {path: "lib/a"})
    await expect(client.request("lrp/read_file", {path: "lib/a"})).rejects.toMatchObject({code: -32009})
    await expect(client.request("lrp/remove_file", {path: "lib/a"})).rejects.toMatchObject({code: -32009})
    for (const one of [client, other]) expect(one.got("files")).toEqual([{paths: ["lib/a"]}, {paths: ["lib/a"]}])
  })

  it.each(["", "/", "..", "../b", "a/../../b", "a/..", "a/", "a\\b", "a\nb", "a\0b", "x".repeat(301), 3, null])(
    "are refused the path %j",
    async path => {
      const client = new KernelHarness(gateName).connect()
      for (const method of ["write_file", "read_file", "remove_file"])
        await expect(client.request(`lrp/${method}`, {path, content: ""})).rejects.toMatchObject({code: -32602})
    },
  )

  it("write a path as they like: it is one file", async () => {
    const client = new KernelHarness(gateName).connect()
    await client.request("lrp/write_file", {path: "/lib//./old/../a.lua", content: "1"})
    expect(await client.request("lrp/list_files")).toEqual({paths: ["lib/a.lua"]})
    await client.request("lrp/remove_file", {path: "/workspace/lib/a.lua"})
    expect(await client.request("lrp/list_files")).toEqual({paths: []})
  })

  it("are refused a file that is too large, and it is not there", async () => {
    const client = new KernelHarness(gateName).connect()
    const content = "ä".repeat(fileLimit.bytes / 2 + 1)
    await expect(client.request("lrp/write_file", {path: "a.txt", content})).rejects.toMatchObject({
      message: '"a.txt" is over the limit of 5 MB.',
    })
    await client.request("lrp/write_file", {path: "a.txt", content: content.slice(1)})
    expect(await client.request("lrp/list_files")).toEqual({paths: ["a.txt"]})
  })

  it("are refused a file that is a folder, and one in a file", async () => {
    const client = new KernelHarness(gateName).connect()
    const write = (path: string) => client.request("lrp/write_file", {path, content: "x"})
    await write("lib/a")
    await expect(write("lib")).rejects.toMatchObject({code: -32602, message: expect.stringContaining("the folder of")})
    await expect(write("lib/a/b")).rejects.toMatchObject({code: -32602, message: expect.stringContaining("no folder")})
    await expect(write("lib/a")).resolves.toEqual({})
    await expect(write("library")).resolves.toEqual({})
  })

  it("are refused contents of the wrong kind, or too much of them", async () => {
    const client = new KernelHarness(gateName).connect()
    const write = (content: unknown) => client.request("lrp/write_file", {path: "a", content})
    await expect(write(3)).rejects.toMatchObject({code: -32602})
    await expect(write(undefined)).rejects.toMatchObject({code: -32602})
    await expect(write(new Uint8Array(5 * 1024 * 1024 + 1))).rejects.toMatchObject({code: -32005})
    await expect(write(new Uint8Array(5 * 1024 * 1024))).resolves.toEqual({})
  })

  it("are told what kernel it is", async () => {
    const info = await new KernelHarness(gateName).connect().request("lrp/kernel_info")
    expect(info).toMatchObject({status: "ok", implementation: "moonstep", implementation_version: "1.2.3"})
  })

  it("can shut it down: the answer is out before", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    expect(await client.request("lrp/shutdown")).toEqual({status: "ok", restart: false})
    expect(harness.shutdowns).toBe(1)
  })

  it("hear its heart whatever it does", async () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    expect(await client.request("lrp/heartbeat", {}, "heartbeat")).toEqual({state: "idle"})
  })
})

describe.each(gateNames)("A malformed message behind the %s gate", gateName => {
  it.each([
    ["nothing", undefined, null, -32600],
    ["null", null, null, -32600],
    ["a text", "hello", null, -32600],
    ["a list", [1], null, -32600],
    ["an object", {}, null, -32600],
    ["no version", {id: 3, method: "lrp/kernel_info", header: {id: "h", client: "c"}}, 3, -32600],
    ["no header", {jsonrpc: "2.0", id: "x", method: "lrp/kernel_info"}, "x", -32600],
    ["no method", {jsonrpc: "2.0", id: 4, header: {id: "h", client: "c"}}, 4, -32600],
    ["an unknown method", {jsonrpc: "2.0", id: 5, method: "lrp/dance", header: {id: "h", client: "c"}}, 5, -32601],
    ["an inherited method", {jsonrpc: "2.0", id: 5, method: "toString", header: {id: "h", client: "c"}}, 5, -32601],
    ["an unknown session", {jsonrpc: "2.0", id: 6, method: "ldp/next", header: {id: "h", client: "c"}}, 6, -32002],
  ])("with %s is answered with an error, and the kernel goes on", async (_, data, id, code) => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    for (const channel of ["shell", "control", "stdin"] as const) harness.front.receive("c", channel, data)
    const errors = client.received.slice(1).map(({channel, message}) => ({channel, message: message as Message}))
    expect(errors.map(one => one.channel)).toEqual(["shell", "control", "stdin"])
    for (const {message} of errors) expect(message).toMatchObject({id, error: {code, message: expect.any(String)}})
    expect(await client.execute("a1")).toMatchObject({status: "ok"})
  })

  it("to iopub is refused", () => {
    const harness = new KernelHarness(gateName)
    const client = harness.connect()
    harness.front.receive("c", "iopub", {jsonrpc: "2.0", id: 1, method: "m", header: {id: "h", client: "c"}})
    expect(client.received.at(-1)?.message).toMatchObject({id: 1, error: {code: -32600}})
  })
})

describe.each(gateNames)("Messages to a kernel behind the %s gate", gateName => {
  it("are all answered once, whenever they come", async () => {
    for (let seed = 1; seed <= 10; seed++) {
      let next = random(seed)
      const harness = new KernelHarness(gateName)
      const clients = ["c", "d", "e"].map(id => harness.connect(id))
      const [client] = clients
      await client.launch('a1 (a2 @ "x")*40 a3', ["a2"])
      const asked: Promise<unknown>[] = []
      const ask = () => {
        for (let i = below(next, 4); i > 0; i--) {
          const one = clients[below(next, 3)]
          const method = ["lrp/kernel_info", "lrp/list_files", "lrp/execute", "lrp/dance", "ldp/threads"][
            below(next, 5)
          ]
          const params = method === "lrp/execute" ? {code: 'a1 @ "y" a2'} : {}
          asked.push(one.request(method, params, next() < 0.5 && method !== "lrp/execute" ? "control" : undefined))
        }
      }
      client.on("stopped", () => {
        ask()
        void client.dap("continue")
      })
      client.on("stream", ask)
      client.on("status", () => next() < 0.5 && ask())
      // what executions write asks no more: it would never end
      client.on("terminated", () => {
        next = () => 0
      })
      await client.dap("configurationDone")
      await harness.settled()
      await Promise.allSettled(asked)
      await turn()
      expect(asked.length, `seed ${seed}`).toBeGreaterThan(40)
      for (const one of clients) expect(sequences(one)).toEqual(fromOne(one.received.length))
      const answers = clients.flatMap(one => one.log.filter(entry => /^(reply|error) /.test(entry)))
      expect(new Set(answers.map(one => one.split(" ")[1])).size).toBe(answers.length)
    }
  })
})
