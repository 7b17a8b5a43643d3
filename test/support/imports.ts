/**
 * Reads a source file's imports and judges them against a table of layers. The table itself, and the rules of this
 * project, stand in test/architecture.test.ts.
 */
import {posix} from "node:path"
import {parseSync} from "vite"

/** One import of a file. `path` is resolved against the repository's root for relative ones: "src/base/lru.ts". */
export interface Import {
  readonly specifier: string
  readonly path: string
  readonly relative: boolean
  /** Erased by the compiler. `import {type A}` is not: verbatimModuleSyntax leaves `import {}` behind. */
  readonly typeOnly: boolean
  /** Asks for the address of a file or for a worker, not for its code: `?url`, `?worker`. */
  readonly addressOnly: boolean
}

/**
 * Layer → what it may import, separated by commas: other layers by name, packages or scopes as they are written in an
 * import ("lit", "@codemirror"), "node" for everything that begins with "node:". "(types)" behind one allows only
 * imports that the compiler erases. A layer may always import itself.
 */
export type LayerTable = Readonly<Record<string, string>>

export interface Rules {
  readonly layers: LayerTable
  /** The layer that a file of the repository belongs to; undefined: none, which is a fault. */
  layerOf(path: string): string | undefined
  /** Packages that only the layers given may import, whatever the table says: {wasmoon: ["lua/engine"]}. */
  readonly onlyIn: Readonly<Record<string, readonly string[]>>
}

/** Every import, re-export, dynamic import and `import("…")` type of a TypeScript source. */
export function readImports(path: string, source: string): Import[] {
  const {program, errors} = parseSync(path, source)
  if (errors.length > 0) throw new Error(`${path} can't be parsed: ${errors[0].message}`)
  const imports: Import[] = []
  visit(program, node => {
    const found = importOf(node)
    if (found) imports.push(describeImport(path, found.specifier, found.typeOnly))
  })
  return imports
}

/** The sentences that say what is wrong with a file's imports; empty when nothing is. */
export function judgeImports(path: string, source: string, rules: Rules): string[] {
  const layer = rules.layerOf(path)
  if (layer === undefined) return [`${path} belongs to no layer`]
  const row = rules.layers[layer]
  if (row === undefined) return [`${path}: the layer ${layer} has no row in the table`]
  const allowed = parseRow(row)
  return readImports(path, source).flatMap(found => {
    const reason = found.relative
      ? judgeLayer(found, layer, allowed, rules)
      : judgePackage(found, layer, allowed, rules)
    return reason === undefined ? [] : [`${path} imports ${found.specifier}: ${reason}`]
  })
}

type Allowed = ReadonlyMap<string, "values" | "types">

function parseRow(row: string): Allowed {
  const entries = row.split(",").map(entry => entry.trim())
  return new Map(
    entries
      .filter(entry => entry !== "")
      .map(entry => {
        const types = entry.endsWith("(types)")
        return [types ? entry.slice(0, -"(types)".length).trim() : entry, types ? "types" : "values"] as const
      }),
  )
}

function judgeLayer(found: Import, layer: string, allowed: Allowed, rules: Rules): string | undefined {
  const target = rules.layerOf(found.path)
  if (target === undefined) return "it lies outside of every layer"
  if (target === layer) return undefined
  const permission = allowed.get(target)
  if (permission === undefined) return `${layer} may not import ${target}`
  if (permission === "types" && !found.typeOnly && !found.addressOnly) {
    return `${layer} may import only types of ${target} (import type {…})`
  }
  return undefined
}

function judgePackage(found: Import, layer: string, allowed: Allowed, rules: Rules): string | undefined {
  const name = packageName(found.specifier)
  const owners = rules.onlyIn[name]
  if (owners && !owners.includes(layer)) return `only ${owners.join(" and ")} may import ${name}`
  const permission = allowed.get(name) ?? allowed.get(name.split(/[/:]/)[0])
  if (permission === undefined) return `${layer} may not import ${name}`
  if (permission === "types" && !found.typeOnly) return `${layer} may import only types of ${name} (import type {…})`
  return undefined
}

/** "@lezer/lr" of "@lezer/lr/x", "wasmoon" of "wasmoon/dist/glue.wasm?url"; "node:fs" stays. */
function packageName(specifier: string): string {
  return specifier
    .split("?")[0]
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")
}

function describeImport(from: string, specifier: string, typeOnly: boolean): Import {
  const [file, query = ""] = specifier.split("?")
  const relative = file.startsWith(".")
  return {
    specifier,
    relative,
    path: relative ? posix.normalize(posix.join(posix.dirname(from), file)) : file,
    typeOnly,
    addressOnly: /^(url|worker|worker&url|sharedworker)$/.test(query),
  }
}

/** A node of the ESTree with TypeScript's nodes, seen from outside. */
type Node = Readonly<Record<string, unknown>>

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null
}

function visit(value: unknown, act: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, act)
  } else if (isNode(value)) {
    act(value)
    for (const child of Object.values(value)) visit(child, act)
  }
}

function importOf(node: Node): {specifier: string; typeOnly: boolean} | undefined {
  switch (node.type) {
    case "ImportDeclaration":
      return named(node.source, node.importKind === "type")
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
      return node.source ? named(node.source, node.exportKind === "type") : undefined
    case "TSImportType":
      return named(node.source, true)
    case "TSExternalModuleReference":
      return named(node.expression, false)
    case "ImportExpression":
      return named(node.source, false)
    default:
      return undefined
  }
}

/** A dynamic import of a computed address has no name to check; what it loads is not bundled either. */
function named(source: unknown, typeOnly: boolean): {specifier: string; typeOnly: boolean} | undefined {
  if (!isNode(source)) return undefined
  if (typeof source.value === "string") return {specifier: source.value, typeOnly}
  const text = source.type === "TemplateLiteral" ? templateText(source) : undefined
  return text === undefined ? undefined : {specifier: text, typeOnly}
}

/** The text of a template literal without holes. */
function templateText(template: Node): string | undefined {
  const quasis = template.quasis
  if (!Array.isArray(quasis) || quasis.length !== 1 || !isNode(quasis[0]) || !isNode(quasis[0].value)) return undefined
  return String(quasis[0].value.cooked)
}
