/** Checks at the edge: what comes off a port is unknown until it has passed here. */
import {type DapArguments, type DapCommand, dapCommands, executionContext} from "./dap.ts"
import {type RequestMessage, requestMessage} from "./envelope.ts"
import {invalidParams, invalidRequest} from "./errors.ts"
import {type LrpContents, type LrpMethod, lrpMethods} from "./lrp.ts"
import {readShape, type ShapeGiving} from "./shape.ts"

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value)

// written down by method, so that the type of what is read follows the method's name
const contents: {readonly [M in LrpMethod]: {readonly content: ShapeGiving<LrpContents[M]>}} = lrpMethods
const commands: {readonly [C in DapCommand]: {readonly arguments: ShapeGiving<DapArguments[C]>}} = dapCommands

/** @throws invalid request */
export function parseRequest(data: unknown): RequestMessage {
  if (!isObject(data)) throw invalidRequest("it is not an object")
  return readShape(requestMessage, data, detail => invalidRequest(detail.replace(/\.$/, "")))
}

/** @throws invalid params */
function readObject<T>(name: string, schema: ShapeGiving<T>, value: unknown): T {
  if (!isObject(value)) throw invalidParams(name, "params must be an object.")
  return readShape(schema, value, detail => invalidParams(name, detail))
}

/** The content of an LRP request. @throws invalid params */
export function readContent<M extends LrpMethod>(method: M, {params = {}}: RequestMessage): LrpContents[M] {
  return readObject(method, contents[method].content, params)
}

/** @throws invalid params */
export const checkExecutionContext = (args: unknown): object =>
  readObject("executionContext", executionContext.arguments, args ?? {})

/** The arguments of a DAP request; there may be none. @throws invalid params */
export function readArguments<C extends DapCommand>(command: C, args: unknown): DapArguments[C] {
  return readObject(command, commands[command].arguments, args ?? {})
}
