import {expect, it, vi} from "vitest"
import {capMemory} from "../../../src/client/kernel/memory-cap.ts"
import {buildVm, vmFlavours} from "../../../src/lua/engine/native/build.ts"
import {bootEngine} from "../../support/node-engine.ts"

const megabyte = 1024 * 1024

it.each(vmFlavours)("Lua says that there is not enough memory, and nobody else does: %s", async flavour => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {})
  const bytes = (await buildVm(flavour)).slice()
  capMemory(bytes, 32 * megabyte)
  const module = new WebAssembly.Module(bytes as BufferSource)
  const engine = await bootEngine({module})
  const run = (text: string) => engine.run({source: {text, name: "cell"}, expression: true})
  const grow = "local t = {} for i = 1, 1e9 do t[i] = string.rep('x', 1000) .. i end"
  expect(await run(grow)).toMatchObject({kind: "error", error: {message: "not enough memory"}})
  const caught = "for i = 1, 100 do assert(not pcall(string.rep, 'x', 1 << 30)) end"
  expect(await run(caught)).toMatchObject({kind: "done"})
  expect(await run("string.rep('x', 1 << 30)")).toMatchObject({kind: "error"})
  expect(said.mock.calls).toEqual([])
})
