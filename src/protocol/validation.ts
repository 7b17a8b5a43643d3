/** Checks at the edge: what comes off a port is unknown until it has passed here. */
import type {Header, RequestMessage} from "./envelope.ts"
import {invalidParams, invalidRequest} from "./errors.ts"

type Fields = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** @throws invalid request */
export function parseRequest(data: unknown): RequestMessage {
  if (!isObject(data)) throw invalidRequest("it is not an object")
  const {jsonrpc, id, method, header, params} = data
  if (jsonrpc !== "2.0") throw invalidRequest('"jsonrpc" must be "2.0"')
  if (typeof id !== "string" && typeof id !== "number") throw invalidRequest('"id" must be a string or a number')
  if (typeof method !== "string" || method.length > 200) throw invalidRequest('"method" must be a string')
  return {jsonrpc, id, method, params, header: parseHeader(header)}
}

function parseHeader(header: unknown): Header {
  if (!isObject(header)) throw invalidRequest('"header" must be an object')
  const {id, client, time, session, correlation, parent} = header
  if (typeof id !== "string" || typeof client !== "string") throw invalidRequest('"header" needs "id" and "client"')
  for (const one of [session, correlation, parent])
    if (one !== undefined && typeof one !== "string") throw invalidRequest('"header" has a field of the wrong type')
  return {
    id,
    client,
    time: typeof time === "number" ? time : 0,
    ...(session === undefined ? {} : {session: session as string}),
    ...(correlation === undefined ? {} : {correlation: correlation as string}),
    ...(parent === undefined ? {} : {parent: parent as string}),
  }
}

/** The params of a request as an object. @throws invalid params */
export function paramsOf(request: RequestMessage): Fields {
  const {params = {}} = request
  if (!isObject(params)) throw invalidParams(request.method, "params must be an object.")
  return params
}

const typeChecks = {
  string: (value: unknown): value is string => typeof value === "string",
  boolean: (value: unknown): value is boolean => typeof value === "boolean",
  number: (value: unknown): value is number => typeof value === "number",
} as const
interface Types {
  string: string
  boolean: boolean
  number: number
}

/** @throws invalid params when the field is missing or of another type */
export function field<T extends keyof Types>(request: RequestMessage, name: string, type: T): Types[T] {
  const value = paramsOf(request)[name]
  if (!typeChecks[type](value)) throw invalidParams(request.method, `"${name}" must be a ${type}.`)
  return value as Types[T]
}
export function optionalField<T extends keyof Types>(
  request: RequestMessage,
  name: string,
  type: T,
): Types[T] | undefined {
  return paramsOf(request)[name] === undefined ? undefined : field(request, name, type)
}
