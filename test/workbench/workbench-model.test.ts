import {beforeEach, expect, test, vi} from "vitest"
import {MemoryStore} from "../../src/storage/index.ts"
import {statusWords} from "../../src/workbench/words/state-words.ts"
import {WorkbenchModel} from "../../src/workbench/workbench-model.ts"
import {fakeKernels} from "../support/fake-kernel.ts"
import {fakeFiles, fakePrograms} from "../support/fake-programs.ts"
import {conditionMs} from "../support/patience.mjs"

let store: MemoryStore
beforeEach(() => {
  store = new MemoryStore()
})

async function workbench(program = "main.lua") {
  for (const [path, text] of Object.entries(fakeFiles)) await store.set(`file:${path}`, text)
  await store.set("view", {
    program,
    openPaths: [program],
    activePath: program,
    ...((await store.get<object>("view")) ?? {}),
  })
  const {startKernel, made} = fakeKernels(fakePrograms)
  const model = new WorkbenchModel({store, startKernel, examples: [], fetchExample: async () => new Map()})
  await model.start()
  const until = (kind: string) => vi.waitFor(() => expect(model.own.run.state.kind).toBe(kind), {timeout: conditionMs})
  const paused = async (line: number) =>
    vi.waitFor(
      () => {
        const {state} = model.own.run
        expect(state.kind === "paused" && state.stop.place?.line).toBe(line)
        expect(model.own.run.view.scopes.roots[0]?.children).toBeDefined()
      },
      {timeout: conditionMs},
    )
  const locals = () =>
    Object.fromEntries((model.own.run.view.scopes.roots[0]?.children ?? []).map(node => [node.name, node.value]))
  return {model, made, until, paused, locals}
}

test("debugging stops at a breakpoint, with the reason, the frames and the locals", async () => {
  const {model, paused, locals} = await workbench()
  await model.dispatch({type: "toggle-breakpoint", path: "main.lua", line: 12})
  await model.dispatch({type: "debug"})
  await paused(12)
  expect(statusWords(model.own.run.state, "")).toBe("Paused on breakpoint, main.lua 12")
  expect(model.own.run.view.callStack.threads.map(({name}) => name)).toEqual(["main thread", "coroutine producer"])
  expect(locals()).toMatchObject({area: "4", total: "0", i: "1"})
})

test("what changed since the last stop is marked for one stop", async () => {
  const {model, paused} = await workbench()
  await model.dispatch({type: "toggle-breakpoint", path: "main.lua", line: 12})
  await model.dispatch({type: "debug"})
  await paused(12)
  await model.dispatch({type: "step", step: "next"})
  await paused(13)
  const changed = () =>
    (model.own.run.view.scopes.roots[0].children ?? []).filter(node => node.changed).map(({name}) => name)
  expect(changed()).toEqual(["total"])
  await model.dispatch({type: "step", step: "next"})
  await paused(11)
  expect(changed()).toEqual(["i", "shape"])
})

test("stepping goes into a function of another file and opens it", async () => {
  const {model, paused} = await workbench()
  await model.dispatch({type: "toggle-breakpoint", path: "main.lua", line: 11})
  await model.dispatch({type: "debug"})
  await paused(11)
  await model.dispatch({type: "step", step: "stepIn"})
  await paused(5)
  expect(model.own.workspace.activePath).toBe("lib/geometry.lua")
  expect(model.own.workspace.program).toBe("main.lua")
  await model.dispatch({type: "step", step: "stepOut"})
  await paused(12)
  expect(model.own.workspace.activePath).toBe("main.lua")
})

test("a condition is named in the reason", async () => {
  const {model, paused} = await workbench()
  await model.dispatch({type: "set-breakpoint", path: "main.lua", line: 12, edit: {condition: "i == 2"}})
  await model.dispatch({type: "debug"})
  await paused(12)
  expect(statusWords(model.own.run.state, "")).toBe("Paused on condition `i == 2`, main.lua 12")
})

test("a breakpoint on an empty line moves when the kernel says so, and says why", async () => {
  const {model, paused} = await workbench()
  await model.dispatch({type: "toggle-breakpoint", path: "main.lua", line: 8})
  await model.dispatch({type: "debug"})
  await paused(9)
  expect(model.own.breakpoints.all).toMatchObject([
    {line: 9, movedFrom: 8, verified: true, message: "Line 8 holds no statement; moved to line 9."},
  ])
})

test("a breakpoint set while the program runs is sent at once", async () => {
  const {model, made, until} = await workbench("endless.lua")
  await model.dispatch({type: "debug"})
  await until("running")
  await vi.waitFor(() => expect(made.last?.state).toBe("busy"), {timeout: conditionMs})
  await model.dispatch({type: "toggle-breakpoint", path: "endless.lua", line: 2})
  const sent = made.last?.session?.requests.filter(([command]) => command === "setBreakpoints")
  expect(sent?.at(-1)?.[1]).toEqual({source: {path: "endless.lua"}, breakpoints: [{line: 2}]})
  await model.dispatch({type: "stop"})
  await until("stopped")
})

test("the program's end says how long it took, and its output carries places", async () => {
  const {model, until} = await workbench()
  await model.dispatch({type: "run"})
  await until("finished")
  expect(model.own.output.lines.map(({text}) => text)).toEqual([
    "1\tsquare\t4",
    "2\tplank\t8",
    "3\tdoor\t21",
    "total\t33",
  ])
  expect(model.own.output.lines[0].place).toEqual({path: "main.lua", line: 13})
})

test("an uncaught error stops with its message, and ends as a failure with its place", async () => {
  const {model, until} = await workbench("fails.lua")
  await model.dispatch({type: "debug"})
  await until("paused")
  expect(model.own.failure).toEqual({
    message: "attempt to perform arithmetic on a nil value (field 'cost')",
    place: {path: "fails.lua", line: 4},
  })
  await model.dispatch({type: "continue"})
  await until("failed")
  expect(model.own.failure?.place).toEqual({path: "fails.lua", line: 4})
})

test("a syntax error becomes a problem with its place", async () => {
  const {model, until} = await workbench("broken.lua")
  await model.dispatch({type: "debug"})
  await until("failed")
  expect(model.own.failure).toMatchObject({syntax: true, place: {path: "broken.lua", line: 3}})
})

test("a program that asks waits, and goes on with the answer", async () => {
  const {model, until} = await workbench("asks.lua")
  await model.dispatch({type: "debug"})
  await until("waiting")
  expect(model.own.link.input?.place).toEqual({path: "asks.lua", line: 1})
  await model.dispatch({type: "answer-input", text: "Ada"})
  await until("finished")
  expect(model.own.output.lines.map(({text}) => text)).toEqual(["What is your name? Ada", "Good evening."])
})

test("a pause that isn't answered within a second is told, and a restart brings a ready kernel", async () => {
  const {model, until} = await workbench("deaf.lua")
  await model.dispatch({type: "debug"})
  await vi.waitFor(() => expect(model.own.link.kernel?.state).toBe("busy"), {timeout: conditionMs})
  await model.dispatch({type: "pause"})
  await until("unresponsive")
  await model.dispatch({type: "keep-waiting"})
  expect(model.own.run.state.kind).toBe("running")
  await model.dispatch({type: "restart-kernel"})
  await until("idle")
})

test("a program that waits for a function of the page says so, asks for no line, and is not called unresponsive", async () => {
  const {model, made, until} = await workbench("deaf.lua")
  await model.dispatch({type: "debug"})
  await vi.waitFor(() => expect(model.own.link.kernel?.state).toBe("busy"), {timeout: conditionMs})
  made.last?.setState("waiting", "fetch")
  expect(statusWords(model.own.run.state, "")).toBe("Waiting for Host.fetch")
  expect(model.own.link.input).toBe(undefined)
  vi.useFakeTimers({shouldAdvanceTime: true})
  await model.dispatch({type: "pause"})
  expect(statusWords(model.own.run.state, "")).toBe("Pausing once Host.fetch has answered")
  await vi.advanceTimersByTimeAsync(5000)
  vi.useRealTimers()
  expect(model.own.run.state.kind).toBe("running")
  made.last?.setState("busy")
  expect(statusWords(model.own.run.state, "")).toBe("Pausing")
  await model.dispatch({type: "restart-kernel"})
  await until("idle")
})

test("a kernel that dies leaves files and breakpoints, and restarts", async () => {
  const {model, made, until} = await workbench("endless.lua")
  await model.dispatch({type: "toggle-breakpoint", path: "main.lua", line: 9})
  await model.dispatch({type: "debug"})
  await until("running")
  made.last?.die("out of memory")
  expect(model.own.run.state).toEqual({kind: "dead", reason: "out of memory"})
  await model.dispatch({type: "restart"})
  await until("idle")
  expect(model.own.breakpoints.all).toHaveLength(1)
})

test("editing a value that doesn't compile keeps what was typed and says why", async () => {
  const {model, paused} = await workbench()
  await model.dispatch({type: "toggle-breakpoint", path: "main.lua", line: 12})
  await model.dispatch({type: "debug"})
  await paused(12)
  const tree = model.own.run.view.scopes
  const total = tree.roots[0].children?.find(({name}) => name === "total")
  if (!total) throw new Error("no total")
  await model.dispatch({type: "edit-value", tree, node: total, value: "1 +"})
  expect(total).toMatchObject({error: "unexpected symbol near '1 +'", draft: "1 +", value: "0"})
  await model.dispatch({type: "edit-value", tree, node: total, value: "40"})
  await vi.waitFor(
    () => expect(model.own.run.view.scopes.roots[0].children?.find(({name}) => name === "total")?.value).toBe("40"),
    {timeout: conditionMs},
  )
})

test("a table of 25,000 entries opens in ranges", async () => {
  const {model, paused} = await workbench()
  await model.dispatch({type: "toggle-breakpoint", path: "main.lua", line: 12})
  await model.dispatch({type: "debug"})
  await paused(12)
  const tree = model.own.run.view.scopes
  const globals = tree.roots.find(({name}) => name === "Globals")
  if (!globals) throw new Error("no globals")
  await tree.toggle(globals)
  const many = globals.children?.find(({name}) => name === "many")
  if (!many) throw new Error("no many")
  await tree.toggle(many)
  expect(many.children?.map(({name}) => name)).toEqual(["[1 … 10000]", "[10001 … 20000]", "[20001 … 25000]"])
  const [first] = many.children ?? []
  await tree.toggle(first)
  expect(first.children).toHaveLength(100)
  const leaf = first.children?.[0]
  if (!leaf) throw new Error("no leaf")
  await tree.toggle(leaf)
  expect(leaf.children).toHaveLength(100)
  expect(leaf.children?.[1]).toMatchObject({name: "[2]", value: "1"})
})

test("the console works in the selected frame of a stop, else in the kernel", async () => {
  const {model, paused} = await workbench()
  await model.dispatch({type: "console", code: "1 + 1"})
  expect(model.own.console.entries[0].answer).toEqual({kind: "text", text: "2"})
  await model.dispatch({type: "toggle-breakpoint", path: "main.lua", line: 12})
  await model.dispatch({type: "debug"})
  await paused(12)
  await model.dispatch({type: "console", code: "area * 2"})
  const entry = model.own.console.entries[1]
  expect(entry.where).toBe("main chunk, line 12")
  expect(entry.answer.kind === "value" && entry.answer.tree.roots[0].value).toBe("8")
})

test("watches are evaluated at every stop and rest afterwards", async () => {
  const {model, paused, until} = await workbench()
  await model.dispatch({type: "add-watch", expression: "shape.name"})
  await model.dispatch({type: "toggle-breakpoint", path: "main.lua", line: 12})
  await model.dispatch({type: "debug"})
  await paused(12)
  await vi.waitFor(() => expect(model.own.watches.tree.roots[0].value).toBe('"square"'), {timeout: conditionMs})
  await model.dispatch({type: "stop"})
  await until("stopped")
  expect(model.own.watches.tree.roots[0]).toMatchObject({name: "shape.name", value: ""})
})

test("restart ends the program and starts it again", async () => {
  const {model, paused, made} = await workbench()
  await model.dispatch({type: "toggle-breakpoint", path: "main.lua", line: 12})
  await model.dispatch({type: "debug"})
  await paused(12)
  await model.dispatch({type: "step", step: "next"})
  await paused(13)
  const first = made.last?.session
  await model.dispatch({type: "restart"})
  await paused(12)
  expect(made.last?.session).not.toBe(first)
})

test("files, breakpoints and watches survive a reload", async () => {
  const {model} = await workbench()
  await model.dispatch({type: "new-file", path: "notes.lua"})
  await model.dispatch({type: "edit-file", path: "notes.lua", text: "print(1)"})
  await model.dispatch({type: "set-breakpoint", path: "notes.lua", line: 1, edit: {condition: "true"}})
  await model.dispatch({type: "add-watch", expression: "x"})
  await model.save()
  const {startKernel} = fakeKernels(fakePrograms)
  const again = new WorkbenchModel({store, startKernel, examples: [], fetchExample: async () => new Map()})
  await again.start()
  expect(again.own.workspace.text("notes.lua")).toBe("print(1)")
  expect(again.own.workspace.activePath).toBe("notes.lua")
  expect(again.own.breakpoints.all).toMatchObject([{path: "notes.lua", line: 1, condition: "true"}])
  expect(again.own.watches.expressions).toEqual(["x"])
})

test("a deleted file comes back with its breakpoints", async () => {
  const {model} = await workbench()
  await model.dispatch({type: "toggle-breakpoint", path: "main.lua", line: 9})
  await model.dispatch({type: "delete-file", path: "main.lua"})
  expect(model.own.workspace.has("main.lua")).toBe(false)
  await model.dispatch({type: "notice", id: model.notices.all[0].id, choice: "Undo"})
  expect(model.own.workspace.text("main.lua")).toBe(fakeFiles["main.lua"])
  expect(model.own.breakpoints.inFile("main.lua")).toHaveLength(1)
})

test("a kernel that has its state of before is given the files of now", async () => {
  await store.set("file:main.lua", "print('new')")
  await store.set("view", {program: "main.lua", keepsState: true})
  const {startKernel, made} = fakeKernels(fakePrograms)
  const names: (string | undefined)[] = []
  const model = new WorkbenchModel({
    store,
    examples: [],
    fetchExample: async () => new Map(),
    startKernel: async options => {
      names.push(options.hibernate)
      return startKernel({...options, files: {"main.lua": "print('old')", "gone.lua": ""}})
    },
  })
  await model.start()
  expect(names).toEqual(["workbench"])
  expect(Object.fromEntries(made.last?.files ?? [])).toEqual({"main.lua": "print('new')"})
  await model.dispatch({type: "keep-state", keep: false})
  expect(names).toEqual(["workbench", undefined])
  expect(model.own.run.state.kind).toBe("idle")
})

test("a kernel that could not be started is started by a restart", async () => {
  const {startKernel, made} = fakeKernels(fakePrograms)
  let fails = true
  const model = new WorkbenchModel({
    store,
    startKernel: options => (fails ? Promise.reject(new Error("it did not load")) : startKernel(options)),
    examples: [],
    fetchExample: async () => new Map(),
  })
  await model.start()
  expect(model.own.run.state).toEqual({kind: "dead", reason: "it did not load"})
  await model.dispatch({type: "restart-kernel"})
  expect(model.own.run.state.kind).toBe("dead")
  fails = false
  await model.dispatch({type: "restart-kernel"})
  expect(model.own.run.state.kind).toBe("idle")
  expect(model.own.link.kernel).toBe(made.last)
})

test("one kernel is left, however fast the setting of its state is changed", async () => {
  const {startKernel} = fakeKernels(fakePrograms)
  const living = new Set<object>()
  const names: (string | undefined)[] = []
  const model = new WorkbenchModel({
    store,
    startKernel: async options => {
      names.push(options.hibernate)
      const kernel = await startKernel(options)
      await new Promise(resolve => setTimeout(resolve, 5))
      living.add(kernel)
      kernel.shutdown = async () => void living.delete(kernel)
      return kernel
    },
    examples: [],
    fetchExample: async () => new Map(),
  })
  await model.start()
  await Promise.all([true, false, true].map(keep => model.dispatch({type: "keep-state", keep})))
  expect([...living]).toEqual([model.own.link.kernel])
  expect(names).toEqual([undefined, "workbench"])
  await Promise.all([false, true].map(keep => model.dispatch({type: "keep-state", keep})))
  expect([...living]).toEqual([model.own.link.kernel])
  expect(names).toHaveLength(2)
})

test("a changed file is written before the next run", async () => {
  const {model, made, until} = await workbench()
  await model.dispatch({type: "edit-file", path: "main.lua", text: "print(2)"})
  await model.dispatch({type: "run"})
  expect(made.last?.files.get("main.lua")).toBe("print(2)")
  await until("finished")
})

test("a flood is all there", async () => {
  const {model, until} = await workbench("flood.lua")
  await model.dispatch({type: "run"})
  await until("finished")
  expect(model.own.output.lines).toHaveLength(12_001)
  expect(model.own.output.dropped).toBe(0)
})

test("a step starts a program on its first line, but not right after its end", async () => {
  const {model, paused, until} = await workbench()
  await model.dispatch({type: "step", step: "stepIn"})
  await paused(1)
  await model.dispatch({type: "stop"})
  await until("stopped")
  await model.dispatch({type: "step", step: "next"})
  expect(model.own.run.state.kind).toBe("stopped")
})

test("a run whose files the kernel refuses is refused each time, and says why", async () => {
  const {model, made} = await workbench()
  const written: string[] = []
  const kernel = made.last as NonNullable<typeof made.last>
  kernel.writeFile = async path => {
    if (path === "big.txt") throw new Error('"big.txt" is over the limit of 5 MB.')
    written.push(path)
  }
  model.own.workspace.write("big.txt", "…")
  model.own.workspace.write("small.txt", "…")
  for (let run = 1; run <= 2; run++) {
    await model.dispatch({type: "run"})
    expect(model.notices.all.map(({text}) => text)).toEqual(['"big.txt" is over the limit of 5 MB.'])
    expect(model.own.run.state.kind).toBe("idle")
    for (const {id} of model.notices.all) model.notices.dismiss(id)
  }
  expect(written).toEqual(["small.txt"])
  model.own.workspace.remove("big.txt")
  await model.dispatch({type: "run"})
  expect(model.notices.all).toEqual([])
})
