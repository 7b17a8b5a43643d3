/**
 * The language in which contents are described: valibot schemas with a sentence for each field. They are the one truth
 * of what crosses a port: the TypeScript types are inferred from them, the checks at the edge run them, docs/protocol.md
 * is written from them. Fields that a schema does not know are let by and dropped.
 */
import * as v from "valibot"
import {normalPath} from "../base/path.ts"

export type Shape = v.GenericSchema
/** A schema of which only is known what it gives. */
export type ShapeGiving<T> = v.GenericSchema<unknown, T>
export type ShapeOf<S extends Shape> = v.InferOutput<S>

export const text = v.string()
export const flag = v.boolean()
export const anything = v.unknown()
export const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.title("a whole number, 0 or more"))
export const integer = v.pipe(v.number(), v.safeInteger(), v.title("a whole number"))
export const lineNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.title("a line, a whole number from 1"))
export const texts = v.array(text)
/** A path of the workspace: however it is written, what is read is its normal form. */
export const filePath = v.pipe(text, v.transform(normalPath), v.title("a string"))
/** MIME type → data: a text, or what JSON can say. */
export const mimeBundle = v.pipe(v.record(v.string(), v.unknown()), v.title("an object of MIME type → data"))
export type MimeBundle = Readonly<Record<string, unknown>>
/** What else there is to say about data; empty most of the time. */
export const metadata = v.pipe(v.record(v.string(), v.unknown()), v.title("an object"))

/** A field that must be there, and its sentence. */
export const field = <S extends Shape>(schema: S, says: string) =>
  v.pipe(schema, v.description<v.InferOutput<S>, string>(says))
/** A field that may be left out. */
export const maybe = <S extends Shape>(schema: S, says: string) => v.optional(field(schema, says))

/** What of a schema its words are made from; every schema has these where its kind does. */
interface Described {
  readonly type: string
  readonly entries?: Readonly<Record<string, Described>>
  readonly wrapped?: Described
  readonly item?: Described
  readonly value?: Described
  readonly options?: readonly unknown[]
  readonly literal?: unknown
}

const isDescribed = (value: unknown): value is Described =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string"

/** A schema as something to read; its own type has a member for its kind only. */
function describedOf(schema: unknown): Described {
  if (!isDescribed(schema)) throw new TypeError("Not a schema.")
  return schema
}

/** What a value must be: "a string", `"tail" or "range"`. */
function words(schema: Described): string {
  const title = v.getTitle(schema as unknown as Shape)
  if (title !== undefined) return title
  switch (schema.type) {
    case "string":
      return "a string"
    case "array":
      return schema.item ? `a list (each: ${words(schema.item)})` : "a list"
    case "picklist":
      return either((schema.options ?? []).map(one => JSON.stringify(one)))
    case "literal":
      return JSON.stringify(schema.literal)
    case "union":
      return either((schema.options ?? []).map(one => words(describedOf(one))))
    case "optional":
      return schema.wrapped ? words(schema.wrapped) : "anything"
    case "nullable":
      return `${schema.wrapped ? words(schema.wrapped) : "anything"} or null`
    case "object":
    case "record":
      return "an object"
    case "instance":
      return "bytes (a Uint8Array)"
    case "unknown":
      return "anything"
    default:
      return `a ${schema.type}`
  }
}
const either = (all: readonly string[]): string =>
  all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} or ${all.at(-1)}`

/** The schema of what lies at a path; undefined where the path leads into a choice. */
function schemaAt(schema: Described, path: readonly PropertyKey[]): Described | undefined {
  const [first, ...rest] = path
  if (first === undefined) return schema
  if (schema.wrapped) return schemaAt(schema.wrapped, path)
  const next = schema.entries ? schema.entries[String(first)] : (schema.item ?? schema.value)
  return next && schemaAt(next, rest)
}

/** `breakpoints.0.line` */
const pathWords = (path: readonly PropertyKey[]) => path.map(String).join(".")

/**
 * The value as the schema has it: checked, and without what the schema does not know.
 * @param refuse makes the error of a sentence such as `"code" must be a string.`
 */
export function readShape<T>(schema: ShapeGiving<T>, value: unknown, refuse: (detail: string) => Error): T {
  const result = v.safeParse(schema, value, {abortEarly: true})
  if (result.success) return result.output
  const path = (result.issues[0].path ?? []).map(item => item.key as PropertyKey)
  const wanted = schemaAt(describedOf(schema), path)
  throw refuse(`"${pathWords(path)}" must be ${wanted ? words(wanted) : "of another kind"}.`)
}

/** One field as the documentation shows it. */
export interface FieldWords {
  readonly name: string
  readonly optional: boolean
  readonly type: string
  readonly says: string
}

/** The fields of an object's schema. */
export function fieldsOf(schema: Shape): FieldWords[] {
  return Object.entries(describedOf(schema).entries ?? {}).map(([name, entry]) => {
    const optional = entry.type === "optional"
    const inner = (optional && entry.wrapped) || entry
    return {
      name,
      optional,
      type: words(entry),
      says: v.getDescription(inner as unknown as Shape) ?? "",
    }
  })
}
