import {mkdirSync, writeFileSync} from "node:fs"
import {join} from "node:path"
import {defineConfig, type Plugin} from "vite"
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

export default defineConfig({
  // any folder of any static host
  base: "./",
  plugins: [vmModules()],
  worker: {format: "es"},
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
