import {mkdirSync, writeFileSync} from "node:fs"
import {join} from "node:path"
import {defineConfig, type Plugin, parseSync} from "vite"
import {buildVm, type VmFlavour} from "./src/lua/engine/native/build.ts"

const prefix = "moonstep-vm:"

/** `import url from "moonstep-vm:isolated"`: the address of a VM module that is built from wasmoon's. */
function vmModules(): Plugin {
  return {
    name: "moonstep-vm-modules",
    enforce: "pre",
    async resolveId(source) {
      if (!source.startsWith(prefix)) return null
      const flavour = source.slice(prefix.length) as VmFlavour
      const folder = join(import.meta.dirname, "node_modules/.cache/moonstep")
      const file = join(folder, `vm-${flavour}.wasm`)
      mkdirSync(folder, {recursive: true})
      writeFileSync(file, await buildVm(flavour))
      return `${file}?url`
    },
  }
}

/** Where a function of src/protocol takes the sentence that docs/protocol.md has. */
const sentenceAt: Readonly<Record<string, number>> = {field: 1, maybe: 1, command: 0, method: 1, notification: 1}

/** What is read of a syntax tree. */
interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly value?: unknown
  readonly callee?: {readonly name?: string}
  readonly arguments?: readonly SyntaxNode[]
  readonly key?: {readonly name?: string}
}
const isNode = (value: unknown): value is SyntaxNode => typeof value === "object" && value !== null && "type" in value

function sentencesIn(node: SyntaxNode): SyntaxNode[] {
  const at = node.type === "CallExpression" ? sentenceAt[node.callee?.name ?? ""] : undefined
  const candidate = at === undefined ? node.key?.name === "says" && node.value : node.arguments?.[at]
  const found = isNode(candidate) && candidate.type === "Literal" ? [candidate] : []
  const children = Object.values(node).flat().filter(isNode)
  return [...found, ...children.flatMap(sentencesIn)]
}

/** The page need not load what is said of the protocol for people: 4 kB of its first load. */
function withoutSentences(): Plugin {
  return {
    name: "moonstep-without-sentences",
    apply: "build",
    enforce: "pre",
    transform: {
      filter: {id: /\/src\/protocol\/\w+\.ts$/},
      handler(code, id) {
        const found = sentencesIn(parseSync(id, code).program as unknown as SyntaxNode)
        // from the back, so that the places before stay where they are
        found.sort((a, b) => b.start - a.start)
        return found.reduce((text, {start, end}) => `${text.slice(0, start)}""${text.slice(end)}`, code)
      },
    },
  }
}

/** Of wasmoon we use what emscripten has made, which loads the module: 9 kB less to load at first. */
function loaderOfWasmoon(): Plugin {
  const begin = "var initWasmModule = "
  const end = "class LuaWasm {"
  return {
    name: "moonstep-loader-of-wasmoon",
    apply: "build",
    enforce: "pre",
    transform: {
      filter: {id: /\/wasmoon\/dist\/index\.js$/},
      handler(code) {
        const parts = [code.split(begin), code.split(end)]
        if (parts.some(one => one.length !== 2)) throw new Error("wasmoon is not the one that this was written for.")
        const loader = code.slice(code.indexOf(begin), code.indexOf(end))
        return `var _documentCurrentScript = null
${loader}
export class LuaFactory {
  constructor(file) { this.file = file }
  async getLuaModule() { return {module: await initWasmModule({locateFile: () => this.file})} }
}`
      },
    },
  }
}

export default defineConfig({
  // any folder of any static host
  base: "./",
  plugins: [vmModules(), withoutSentences(), loaderOfWasmoon()],
  worker: {format: "es", plugins: () => [withoutSentences(), loaderOfWasmoon()]},
  build: {
    target: "es2022",
    modulePreload: {polyfill: false},
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {index: "index.html", moonstep: "src/moonstep.ts"},
      preserveEntrySignatures: "strict",
      output: {
        entryFileNames: chunk => (chunk.name === "moonstep" ? "moonstep.js" : "assets/[name]-[hash].js"),
      },
    },
  },
})
