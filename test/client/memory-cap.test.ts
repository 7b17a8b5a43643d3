import {expect, it} from "vitest"
import {capMemory} from "../../src/client/kernel/memory-cap.ts"
import {buildVm, vmFlavours} from "../../src/lua/engine/native/build.ts"

const megabyte = 1024 * 1024

it.each(vmFlavours)("The VM %s gets as much memory as it may have, and no more", async flavour => {
  const bytes = (await buildVm(flavour)).slice()
  capMemory(bytes, 64 * megabyte)
  expect(WebAssembly.validate(bytes as BufferSource)).toBe(true)
  const before = (await buildVm(flavour)).slice()
  expect(bytes.filter((byte, i) => byte !== before[i]).length).toBeGreaterThan(0)
  // the module's own memory: what it may grow to shows when it is asked to
  capMemory(bytes, 2048 * megabyte)
  expect(Buffer.compare(bytes, before)).toBe(0)
})

it("A module without a memory that can be capped is refused", () => {
  const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)
  const boundless = Uint8Array.of(...empty, 5, 3, 1, 0, 1)
  for (const module of [empty, boundless]) expect(() => capMemory(module, 1)).toThrow("can't be capped")
  const capped = Uint8Array.of(...empty, 5, 6, 1, 1, 1, 0x80, 0x80, 2)
  capMemory(capped, 1)
  expect([...capped.subarray(-3)]).toEqual([0x80, 0x84, 0])
})
