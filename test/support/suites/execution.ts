/** Executions, input and output, files, several kernels and clients; run on each gate. */
import type {Kernel, StartOptions} from "../../../src/moonstep.ts"
import {afterEach, describe, expect, it} from "../in-browser.ts"
import {type Body, debug, endKernels, readOutput, start} from "../kernel-page.ts"

export function describeExecution(options: StartOptions = {}): void {
  const kernelWith = (files: StartOptions["files"] = {}) => start(files, options)
  const shown = async (kernel: Kernel, code: string) => {
    const reply: Body = await kernel.execute(code)
    return reply.status === "ok" ? reply.result?.["text/plain"] : `error: ${reply.evalue}`
  }

  describe("An execution", () => {
    afterEach(endKernels)

    it("tries an expression first, and shows results as Lua's console does", async () => {
      const kernel = await kernelWith()
      expect(await shown(kernel, "1+1")).toBe("2")
      expect(await shown(kernel, "return 1+1")).toBe("2")
      expect(await shown(kernel, "x = 1 + 1; return x")).toBe("2")
      expect(await shown(kernel, "x, 1.0, nil, true, 'text'")).toBe("2\t1.0\tnil\ttrue\ttext")
      expect(await shown(kernel, "x = 5")).toBeUndefined()
      expect(await shown(kernel, "x")).toBe("5")
      expect(await shown(kernel, "local y = 1")).toBeUndefined()
      expect(await shown(kernel, "y")).toBe("nil")
      expect(await shown(kernel, "setmetatable({}, {__tostring = function() return 'described' end})")).toBe(
        "described",
      )
      expect(await shown(kernel, "function f() return 1, 2 end")).toBeUndefined()
      expect(await shown(kernel, "f()")).toBe("1\t2")
      expect(await shown(kernel, "")).toBeUndefined()
      expect(await shown(kernel, "-- nothing")).toBeUndefined()
    })

    it("counts, and names its chunks", async () => {
      const kernel = await kernelWith()
      expect(await kernel.execute("1")).toMatchObject({status: "ok", executionCount: 1})
      expect(await kernel.execute("1")).toMatchObject({executionCount: 2})
      expect(await kernel.execute("1", {silent: true})).toEqual({status: "ok", executionCount: 2})
      expect(await kernel.execute("local a = 1\nerror('here')", {name: "cell-9"})).toMatchObject({
        status: "error",
        ename: "RuntimeError",
        evalue: "cell-9:2: here",
      })
    })

    it("tells syntax errors with file and line", async () => {
      const kernel = await kernelWith()
      const reply = await kernel.execute("local a = 1\nlocal = 2", {name: "cell-1"})
      expect(reply).toMatchObject({status: "error", ename: "SyntaxError"})
      expect((reply as Body).evalue).toMatch(/^cell-1:2: /)
    })

    it("tells errors of every kind, with a traceback", async () => {
      const kernel = await kernelWith()
      const seen: string[] = []
      kernel.on("error", ({evalue}) => seen.push(evalue))
      const reply: Body = await kernel.execute("local function f() local t = nil; return t.x end\nlocal r = f()", {
        name: "c",
      })
      expect(reply.evalue).toBe("c:1: attempt to index a nil value (local 't')")
      expect(reply.traceback.join("\n")).toContain("c:2: in main chunk")
      expect(await shown(kernel, "error({code = 1})")).toContain("table")
      expect(await shown(kernel, "error(setmetatable({}, {__tostring = function() return 'own words' end}))")).toBe(
        "error: own words",
      )
      expect(await shown(kernel, "error()")).toContain("nil")
      expect(await shown(kernel, "error('no place', 0)")).toBe("error: no place")
      expect(await shown(kernel, "coroutine.wrap(function() error('in a coroutine', 0) end)()")).toContain(
        "in a coroutine",
      )
      expect(await shown(kernel, "local function r() return 1 + r() end return r()")).toContain("stack overflow")
      expect(await shown(kernel, "string.rep('x', 1 << 40)")).toMatch(/too large|memory/)
      expect(seen).toHaveLength(8)
      expect(await shown(kernel, "1 + 1")).toBe("2")
    })

    it("ends by os.exit without ending the kernel", async () => {
      const kernel = await kernelWith()
      await kernel.execute("kept = 1")
      expect(await kernel.execute("os.exit(3)")).toMatchObject({status: "error", evalue: "exit code 3"})
      expect((await kernel.execute("os.exit()")).status).toBe("ok")
      expect(await shown(kernel, "kept")).toBe("1")
    })

    it("writes its output in order, with the lines that write", async () => {
      const kernel = await kernelWith({
        "main.lua": 'print("one")\nio.write("two ", 2, "\\n")\nio.stderr:write("three\\n")\nprint("four")',
      })
      const session = await debug(kernel, "main.lua")
      await session.request("configurationDone")
      await session.end()
      const outputs = session.all.filter(({event}) => event === "output").map(({body}) => body)
      expect(outputs.map(({category, output, line}) => [category, output, line])).toEqual([
        ["stdout", "one\n", 1],
        ["stdout", "two 2\n", 2],
        ["stderr", "three\n", 3],
        ["stdout", "four\n", 4],
      ])
      for (const {source} of outputs) expect(source.path).toBe("main.lua")
    })

    it("writes UTF-8 in pieces, NULs and long lines whole", async () => {
      const kernel = await kernelWith()
      const output = readOutput(kernel)
      await kernel.execute('io.write("\\xe2\\x9c", "\\x93 a\\0b\\n") io.write(("x"):rep(100000), "\\n")')
      expect(output()).toBe(`✓ a\0b\n${"x".repeat(100_000)}\n`)
    })

    it("stops a flood with a notice, and goes on", async () => {
      const kernel = await kernelWith()
      let [length, notice] = [0, ""]
      kernel.on("stream", ({name, text}) => {
        if (name === "stdout") length += text.length
        else notice += text
      })
      await kernel.execute('local s = ("x"):rep(1023)\nfor i = 1, 40000 do print(s) end')
      expect(length).toBeLessThanOrEqual(17 * 1024 * 1024)
      expect(notice).toContain("Output stopped")
      expect(await shown(kernel, "'after'")).toBe("after")
    })

    it("takes a reply as a line", async () => {
      const kernel = await kernelWith()
      const lines = ["Bob", "", "two\nlines", "with its end\n"]
      kernel.on("input_request", ({reply}) => reply(lines.shift() ?? null))
      expect(await shown(kernel, "io.read(), io.read(), io.read(), io.read(), io.read(), io.read()")).toBe(
        "Bob\t\ttwo\tlines\twith its end\tnil",
      )
    })

    it("reads standard input by lines, numbers, characters and to the end", async () => {
      const kernel = await kernelWith({
        "main.lua": `io.write("Name? ")
local name = io.read()
print("hello " .. name)
print(io.read("n") + 1, io.read("n"))
print(io.read(1) == "\\n", io.read("L"))
for line in io.lines() do print("[" .. line .. "]") end
print(io.read())`,
      })
      const answers = ["World\n", "41 0x10\n", "whole line\n", "a\n", "b\n", null]
      const prompts: string[] = []
      kernel.on("input_request", ({prompt, reply}) => {
        prompts.push(prompt)
        const answer = answers.shift() ?? null
        // also an answer that comes late
        setTimeout(() => reply(answer), 5)
      })
      const session = await debug(kernel, "main.lua")
      await session.request("configurationDone")
      expect(await session.end()).toBe(0)
      expect(session.output).toBe("Name? hello World\n42\t16\ntrue\twhole line\n\n[a]\n[b]\nnil\n")
      expect(prompts[0]).toBe("Name? ")
    })

    it("reads the end of the file where nobody listens", async () => {
      const kernel = await kernelWith()
      expect(await shown(kernel, "io.read()")).toBe("nil")
      expect(await shown(kernel, "io.read('a')")).toBe("")
    })

    it("can be interrupted while it waits for input", async () => {
      const kernel = await kernelWith()
      const asked = new Promise<void>(resolve => kernel.on("input_request", () => resolve()))
      const execution = kernel.execute("io.read()")
      await asked
      await kernel.interrupt()
      expect(await execution).toMatchObject({status: "error", evalue: "interrupted"})
      expect(await shown(kernel, "1 + 1")).toBe("2")
    })
  })

  describe("The workspace", () => {
    afterEach(endKernels)

    it("takes the names that every object has", async () => {
      const names = ["__proto__", "hasOwnProperty", "toString"]
      const kernel = await kernelWith(Object.fromEntries(names.map(name => [name, "given"])))
      expect(await kernel.listFiles()).toEqual(names)
      await kernel.writeFile("__proto__", "written")
      expect(await shown(kernel, 'io.open("__proto__"):read("a")')).toBe("written")
      await kernel.execute('local f = io.open("hasOwnProperty", "w") f:write("by the program") f:close()')
      expect(new TextDecoder().decode(await kernel.readFile("hasOwnProperty"))).toBe("by the program")
      expect(await kernel.listFiles()).toEqual(names)
    })

    it("keeps every byte of its files", async () => {
      const kernel = await kernelWith({"given.bin": new Uint8Array([0, 255, 128, 13, 10])})
      expect([...(await kernel.readFile("given.bin"))]).toEqual([0, 255, 128, 13, 10])
      const bytes = new Uint8Array(256 * 300).map((_, i) => i % 256)
      await kernel.writeFile("folder/deep/all.bin", bytes)
      expect(await kernel.readFile("folder/deep/all.bin")).toEqual(bytes)
      expect(
        await shown(
          kernel,
          `local f = io.open("folder/deep/all.bin", "rb")
local s = f:read("a")
f:close()
local out = io.open("out.bin", "wb")
out:write(s:reverse())
out:close()
return #s, s:byte(1), s:byte(256)`,
        ),
      ).toBe("76800\t0\t255")
      expect(await kernel.readFile("out.bin")).toEqual(bytes.slice().reverse())
      expect(await kernel.listFiles()).toEqual(["folder/deep/all.bin", "given.bin", "out.bin"])
      await kernel.removeFile("out.bin")
      await expect(kernel.readFile("out.bin")).rejects.toMatchObject({code: -32009})
      for (const path of ["", "../x", "a/../../b", "/"])
        await expect(kernel.writeFile(path, "x")).rejects.toMatchObject({code: -32602})
      await expect(kernel.writeFile("large", "x".repeat(5 * 1024 * 1024 + 1))).rejects.toMatchObject({code: -32005})
    })

    it("serves require, dofile and loadfile, with breakpoints in each file", async () => {
      const kernel = await kernelWith({
        "main.lua": 'local m = require("lib.mod")\nprint(m.f(2))\nprint(dofile("data.lua"), loadfile("data.lua")())',
        "lib/mod.lua": "local m = {}\nfunction m.f(x)\n  return x * 2\nend\nreturn m",
        "data.lua": "local d = 'data'\nreturn d",
        "pkg/init.lua": "return 'init'",
      })
      const session = await debug(kernel, "main.lua")
      await session.breakAt("lib/mod.lua", 3)
      await session.breakAt("data.lua", 2)
      await session.run()
      expect(await session.stack()).toEqual(["lib/mod.lua:3 f", "main.lua:2 main chunk"])
      await session.go("continue")
      expect(await session.place()).toBe("data.lua:2")
      await session.go("continue")
      expect(await session.finish()).toBe(0)
      expect(session.output).toBe("4\ndata\tdata\n")
      expect(await shown(kernel, "(require 'pkg')")).toBe("init")
    })

    it("outlives a restart, with what was written since", async () => {
      const kernel = await kernelWith({"a.lua": "return 'a'"})
      await kernel.writeFile("b.lua", "return 'b'")
      await kernel.execute("local f = io.open('c.txt', 'w') f:write('by the program') f:close() x = 1")
      await kernel.restart()
      expect(await kernel.listFiles()).toEqual(expect.arrayContaining(["a.lua", "b.lua"]))
      expect(await shown(kernel, "x, dofile('a.lua'), dofile('b.lua')")).toBe("nil\ta\tb")
    })
  })

  describe("Kernels and clients", () => {
    afterEach(endKernels)

    it("tell about themselves", async () => {
      const kernel = await kernelWith()
      expect(kernel.info).toMatchObject({luaVersion: "5.4", isolated: crossOriginIsolated})
      expect(kernel.info.gate).toBe(options.gate ?? (crossOriginIsolated ? "atomics" : "suspending"))
      expect(await kernel.request("lrp/kernel_info")).toMatchObject({
        protocol_version: "5.5",
        implementation: "moonstep",
        language_info: {name: "lua", version: "5.4", file_extension: ".lua"},
      })
      await expect(kernel.request("lrp/nonsense")).rejects.toMatchObject({code: -32601})
    })

    it("are independent of each other", async () => {
      const [one, two] = await Promise.all([kernelWith({"main.lua": "local a = 1\nreturn a"}), kernelWith()])
      const session = await debug(one, "main.lua")
      await session.breakAt("main.lua", 2)
      await session.run()
      await two.execute("x = 2")
      expect(await shown(two, "x")).toBe("2")
      const endless = two.execute("while true do end")
      expect(await session.evaluate("a, x")).toBe("1\tnil")
      await two.interrupt()
      expect((await endless).status).toBe("error")
      await session.finish()
    })

    it("share a kernel: each sees the output, and what the other does", async () => {
      const kernel = await kernelWith()
      const viewer = await kernel.connect({name: "viewer"})
      const [here, there] = [readOutput(kernel), readOutput(viewer)]
      await kernel.execute("print('from one') x = 1")
      expect(await shown(viewer, "x")).toBe("1")
      await viewer.execute("print('from the other')")
      // an answer comes behind all that its client was told before; the other's tells nothing of that
      await kernel.listFiles()
      expect(here()).toBe("from one\nfrom the other\n")
      expect(there()).toBe("from one\nfrom the other\n")
      expect(Object.keys(viewer.ports).sort()).toEqual(["control", "heartbeat", "iopub", "shell", "stdin"])
    })

    it("let another client end what runs", async () => {
      const kernel = await kernelWith()
      const viewer = await kernel.connect({name: "viewer"})
      const execution = kernel.execute("while true do end")
      await new Promise<void>(resolve => {
        if (viewer.state === "busy") resolve()
        else viewer.on("status", ({execution_state}) => execution_state === "busy" && resolve())
      })
      await viewer.interrupt()
      expect(await execution).toMatchObject({status: "error", evalue: "interrupted"})
    })
  })
}
