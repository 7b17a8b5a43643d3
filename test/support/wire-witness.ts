/**
 * What goes out over LDP against the published JSON schema of the Debug Adapter Protocol
 * (debug-adapter-protocol.json), and over LRP against our own. The harnesses pass everything through here, so every
 * reply and event of every test is looked at.
 */
import {Ajv, type ValidateFunction} from "ajv"
import {dapEvents, executionContext, isDapCommand} from "../../src/protocol/dap.ts"
import {internalError} from "../../src/protocol/errors.ts"
import {isLrpMethod, lrpMethods, lrpNotifications} from "../../src/protocol/lrp.ts"
import {readShape, type Shape} from "../../src/protocol/shape.ts"
import published from "./debug-adapter-protocol.json" with {type: "json"}

const ajv = new Ajv({strict: false, allErrors: true})
ajv.addFormat("int32", {type: "number", validate: value => Math.abs(value) < 2 ** 31})
ajv.addFormat("uint32", {type: "number", validate: value => value >= 0 && value < 2 ** 32})
ajv.addFormat("int64", {type: "number", validate: Number.isSafeInteger})
ajv.addFormat("uint64", {type: "number", validate: value => Number.isSafeInteger(value) && value >= 0})
// its dialect is draft 04, which differs from what Ajv takes in nothing that it uses
ajv.addSchema({...published, $schema: undefined}, "dap")

const validators = new Map<string, ValidateFunction>()
function validatorOf(definition: string): ValidateFunction {
  const known = validators.get(definition)
  if (known) return known
  const made = ajv.compile({$ref: `dap#/definitions/${definition}`})
  validators.set(definition, made)
  return made
}
const capitalized = (name: string) => name[0].toUpperCase() + name.slice(1)

function dapFault(definition: string, message: object): string | undefined {
  const validate = validatorOf(definition)
  // as it would be written down: fields that are undefined are not there
  const written: unknown = JSON.parse(JSON.stringify(message))
  if (validate(written)) return undefined
  return `Not DAP's ${definition}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(written)}`
}

/** What is wrong with the reply to a request, by its method's name; undefined: nothing. */
export function replyFault(method: string, result: unknown): string | undefined {
  const command = method.replace("ldp/", "")
  if (isLrpMethod(method)) return shapeFault(`The reply to ${method}`, lrpMethods[method].reply, result)
  if (method === "ldp/executionContext") return shapeFault(`The reply to ${method}`, executionContext.reply, result)
  if (!isDapCommand(command)) return `"${method}" is answered, but described nowhere.`
  const message = {seq: 1, type: "response", request_seq: 1, success: true, command, body: result}
  return dapFault(`${capitalized(command)}Response`, message)
}

const isNotification = (method: string): method is keyof typeof lrpNotifications =>
  Object.hasOwn(lrpNotifications, method)
/** What is wrong with a notification or an event of LDP; undefined: nothing. */
export function notificationFault(method: string, params: unknown): string | undefined {
  if (isNotification(method)) return shapeFault(method, lrpNotifications[method].content, params)
  const event = method.replace("ldp/event/", "")
  if (!Object.hasOwn(dapEvents, event)) return `"${method}" is told, but described nowhere.`
  return dapFault(`${capitalized(event)}Event`, {seq: 1, type: "event", event, body: params})
}

/** Our own schemas describe everything: what they do not know is a fault too. */
function shapeFault(name: string, schema: Shape, value: unknown): string | undefined {
  let known: unknown
  try {
    known = readShape(schema, value, internalError)
  } catch (thrown) {
    return `${name}: ${(thrown as Error).message}`
  }
  const [had, has] = [value, known].map(one =>
    Object.entries(one as object).flatMap(([key, field]) => (field === undefined ? [] : [key])),
  )
  const unknown = had.filter(key => !has.includes(key))
  return unknown.length ? `${name} has ${unknown.join(", ")}, which its schema does not describe.` : undefined
}

/**
 * Fails the run, wherever it is called from: thrown here, a fault would be taken for an error of what sends the message,
 * and be answered.
 */
function report(fault: string | undefined): void {
  if (fault === undefined) return
  queueMicrotask(() => {
    throw new Error(fault)
  })
}
export const witnessReply = (method: string, result: unknown): void => report(replyFault(method, result))
export const witnessNotification = (method: string, params: unknown): void => report(notificationFault(method, params))
