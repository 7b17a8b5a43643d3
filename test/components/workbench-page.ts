/**
 * The development page: the workbench on the fake kernel and in memory. `?program=fails.lua` chooses the script,
 * `?first` plays a first visit, `?theme=dark` the theme. Start it with `npx vite --config test/components/vite.config.ts`.
 */
import {Workbench} from "../../components/workbench/workbench.ts"
import {MemoryStore} from "../../src/storage/index.ts"
import {fakeKernels} from "../support/fake-kernel.ts"
import {fakeFiles, fakePrograms} from "../support/fake-programs.ts"

const query = new URLSearchParams(location.search)
const store = new MemoryStore()
if (!query.has("first")) {
  for (const [path, text] of Object.entries(fakeFiles)) await store.set(`file:${path}`, text)
  const program = query.get("program") ?? "main.lua"
  const openPaths = program === "main.lua" ? ["main.lua", "lib/geometry.lua"] : [program]
  await store.set("view", {program, openPaths, activePath: program, theme: query.get("theme") ?? "auto"})
}
const {startKernel, made} = fakeKernels(fakePrograms)
const workbench = new Workbench()
workbench.startKernel = startKernel
workbench.store = store
document.body.append(workbench)
Object.assign(globalThis, {workbench, made})
