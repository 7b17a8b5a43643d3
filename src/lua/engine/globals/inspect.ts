/** Inspect: values, variables and functions as the debugger sees them, and rich data for whoever looks on. */
import {pathOfSource} from "../code/chunks.ts"
import type {Protos} from "../code/protos.ts"
import type {Callbacks} from "../run/callbacks.ts"
import type {Stack} from "../stack/stack.ts"
import type {Formatter} from "../values/format.ts"
import type {RichValues} from "../values/rich.ts"
import type {Tables} from "../values/tables.ts"
import {closure, proto as protoLayout} from "../vm/layout.ts"
import {decodeText} from "../world/text.ts"
import type {World} from "../world/world.ts"
import {type HostCall, HostError, type HostFunctions} from "./call.ts"

export interface InspectParts {
  readonly callbacks: Callbacks
  readonly protos: Protos
  readonly stack: Stack
  readonly tables: Tables
  readonly formatter: Formatter
  readonly rich: RichValues
  readonly world: World
}

export const inspectFunctions: HostFunctions<InspectParts> = {
  "Inspect.value"(call, {formatter, world}) {
    call.push(world.answer(call.name, () => formatter.format(call.L, 1)))
    return "result"
  },
  "Inspect.type"(call, {formatter}) {
    const {api, L} = call
    const type = call.type(1)
    if (type === "number") call.push(api.vm.call("lua_isinteger", L, 1) ? "integer" : "float")
    else if (type === "table" || type === "userdata") call.push(formatter.className(L, 1).trim() || type)
    else call.push(type === "no value" ? "nil" : type)
    return "result"
  },
  "Inspect.locals"(call, {stack, tables}) {
    const {api, L} = call
    const level = call.integerOr(1, 1)
    const ci = stack.frames(L).filter(one => stack.isLua(one))[level - 1]
    if (ci === undefined) throw new HostError(`bad argument #1 to '${call.name}' (there is no level ${level})`)
    api.vm.call("lua_createtable", L, 0, 8)
    for (const {name, address} of stack.locals(ci)) {
      api.pushText(L, name)
      tables.pushFrom(L, address)
      api.vm.call("lua_rawset", L, -3)
    }
    return "result"
  },
  "Inspect.upvalues"(call) {
    const {api, L} = call
    if (call.type(1) !== "function") throw call.wrong(1, "function")
    api.vm.call("lua_createtable", L, 0, 8)
    if (api.vm.call("lua_iscfunction", L, 1)) return "result"
    for (let n = 1; ; n++) {
      const name = api.vm.call("lua_getupvalue", L, 1, n)
      if (!name) return "result"
      api.pushText(L, api.cString(name))
      api.vm.call("lua_rotate", L, -2, 1)
      api.vm.call("lua_rawset", L, -3)
    }
  },
  "Inspect.source"(call, {protos}) {
    const {api, L} = call
    if (call.type(1) !== "function") throw call.wrong(1, "function")
    if (api.vm.call("lua_iscfunction", L, 1)) {
      call.push(undefined)
      return "result"
    }
    const proto = api.vm.load32(api.vm.call("lua_topointer", L, 1) + closure.proto)
    const source = protos.source(proto)
    call.push({
      path: pathOfSource(source),
      line: protos.lineDefined(proto),
      lastLine: api.vm.load32(proto + protoLayout.lastLineDefined),
      source,
    })
    return "result"
  },
  "Inspect.display"(call, parts) {
    parts.callbacks.flush()
    const data = readBundle(call, parts)
    parts.callbacks.script?.handleDisplay({data, ...parts.stack.filePlace(call.L)})
    return "nothing"
  },
}

/** @throws HostError for what is no bundle */
function readBundle(call: HostCall, {formatter, tables, rich}: InspectParts): Readonly<Record<string, unknown>> {
  const {api, L} = call
  const data: Record<string, unknown> = {}
  if (call.type(1) === "table")
    tables.eachNamed(L, 1, 0, () => {
      const mime = api.text(L, -2)
      // a table of another kind is shown as a value
      if (!mime.includes("/")) return true
      const found = api.stringBytes(L, -1)
      const json = isJson(mime) && !found ? rich.bundle(L)["application/json"] : undefined
      if (json !== undefined) {
        data[mime] = json
        return true
      }
      if (!found) throw new HostError(`bad argument #1 to '${call.name}' (data of "${mime}" must be a string)`)
      data[mime] = readData(mime, found.bytes)
      return true
    })
  if (Object.keys(data).length) return data
  api.vm.call("lua_pushvalue", L, 1)
  return {"text/plain": call.type(1) === "string" ? call.text(1) : formatter.format(L, 1), ...rich.bundle(L)}
}

const isJson = (mime: string): boolean => /\bjson$/.test(mime)

/** As Jupyter sends it: JSON as what it says, binary data as base64. */
function readData(mime: string, bytes: Uint8Array): unknown {
  if (/^(image|audio|video)\//.test(mime) && mime !== "image/svg+xml") return base64(bytes)
  const text = decodeText(bytes)
  if (!isJson(mime)) return text
  try {
    return JSON.parse(text)
  } catch (thrown) {
    throw new HostError(`the data of "${mime}" is not JSON: ${(thrown as Error).message}`)
  }
}

function base64(bytes: Uint8Array): string {
  let text = ""
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}
