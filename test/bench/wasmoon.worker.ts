/** Plain wasmoon as it comes: its own module on unshared memory, its engine with all defaults. */
import {LuaFactory} from "wasmoon"
import glueUrl from "wasmoon/dist/glue.wasm?url"
import {type Sample, serveWork, type WasmoonWork} from "./measurement.ts"

const lineMask = 4
/** lua_Debug.currentline: its place in the struct, in wasmoon 1.16.0. */
const currentLine = 24
/** A line that no program has. */
const wantedLine = 100_000

serveWork<WasmoonWork>(async ({text, size, warmSize, hook}) => {
  const engine = await new LuaFactory(new URL(glueUrl, location.href).href).createEngine()
  const {lua} = engine.global
  let lines = 0
  const naive = lua.module.addFunction((L: number, activation: number) => {
    lua.lua_getinfo(L, "Sl", activation)
    if (lua.module.getValue(activation + currentLine, "i32") === wantedLine) throw new Error("This line doesn't exist.")
    lines++
  }, "vii")

  /** A thread of its own each time, taken off the global stack afterwards: `doString` leaks and crashes. */
  async function run(units: number): Promise<Sample> {
    const thread = engine.global.newThread()
    const index = engine.global.getTop()
    thread.loadString(text, "@main.lua")
    thread.pushValue(units)
    if (hook === "getinfo") lua.lua_sethook(thread.address, naive, lineMask, 0)
    const [seconds, best, passes] = await thread.run(1)
    engine.global.remove(index)
    return {seconds, best, passes, ...(hook === "none" ? {} : {notes: {lines}})}
  }

  await run(warmSize)
  lines = 0
  return run(size)
})
