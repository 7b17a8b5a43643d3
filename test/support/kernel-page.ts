/** What the browser tests of kernels share: a kernel from the shipped library, and a session whose events can be awaited. */
import type {DebugSession, Kernel, KernelEvents, SessionEvents, StartOptions} from "../../src/moonstep.ts"
import {loadMoonstep} from "./in-browser.ts"
import {conditionMs} from "./patience.mjs"
import {witnessNotification, witnessReply} from "./wire-witness.ts"

// biome-ignore lint/suspicious/noExplicitAny: the bodies are DAP's, read by the tests
export type Body = any

const started: Kernel[] = []

/**
 * A call that can't be reached: it writes a line of `a` first and then looks for a match for minutes, all of it within
 * one C function. No instruction of Lua lies between, where a request might be in time after all.
 */
export const unreachableCall = "string.gsub(('a'):rep(90), ('a?'):rep(30) .. ('a'):rep(30), print)"

/** A kernel that `endKernels` ends. */
export async function start(files: StartOptions["files"] = {}, options: StartOptions = {}): Promise<Kernel> {
  const {startKernel} = await loadMoonstep<typeof import("../../src/moonstep.ts")>()
  const kernel = await startKernel({files, ...options})
  started.push(kernel)
  return kernel
}

/** For afterEach. */
export async function endKernels(): Promise<void> {
  await Promise.all(started.splice(0).map(kernel => kernel.shutdown()))
}

const eventNames: readonly (keyof SessionEvents)[] = [
  "initialized",
  "process",
  "stopped",
  "continued",
  "thread",
  "output",
  "breakpoint",
  "exited",
  "terminated",
]

/** Follows a session: all its events in order, and promises for those to come. */
export class Follower {
  readonly session: DebugSession
  readonly all: {readonly event: string; readonly body: Body}[] = []
  private readonly queues = new Map<string, Body[]>()
  private readonly waiting = new Map<string, ((body: Body) => void)[]>()

  constructor(session: DebugSession) {
    this.session = session
    for (const event of eventNames) session.on(event, body => this.take(event, body))
  }

  private take(event: string, body: Body): void {
    witnessNotification(`ldp/event/${event}`, body)
    this.all.push({event, body})
    const next = this.waiting.get(event)?.shift()
    if (next) next(body)
    else this.queues.set(event, [...(this.queues.get(event) ?? []), body])
  }

  /** The next event of a name: one that came already and was not asked for, or the next to come. */
  next(event: keyof SessionEvents): Promise<Body> {
    const queue = this.queues.get(event)
    if (queue?.length) return Promise.resolve(queue.shift())
    return new Promise(resolve => this.waiting.set(event, [...(this.waiting.get(event) ?? []), resolve]))
  }

  /** The body, checked against DAP's published schema. */
  request(command: string, args: object = {}): Promise<Body> {
    const answer = this.session.request(command, args)
    // beside the answer, and not before it: tests tell what came first
    answer.then(
      body => witnessReply(`ldp/${command}`, body),
      () => {},
    )
    return answer
  }
  /** Lines, or DAP's breakpoints, of one file. */
  async breakAt(path: string, ...breakpoints: (number | object)[]): Promise<Body[]> {
    const list = breakpoints.map(one => (typeof one === "number" ? {line: one} : one))
    return (await this.request("setBreakpoints", {source: {path}, breakpoints: list})).breakpoints
  }
  /** Starts the program and waits for its first stop. */
  async run(): Promise<Body> {
    await this.request("configurationDone")
    return this.next("stopped")
  }
  /** A step, or continue, and the stop that it leads to. */
  async go(command: "continue" | "next" | "stepIn" | "stepOut", threadId = 1): Promise<Body> {
    await this.request(command, {threadId})
    return this.next("stopped")
  }
  /** Goes on to the end. Answers the exit code. */
  async finish(threadId = 1): Promise<number> {
    await this.request("continue", {threadId})
    return this.end()
  }
  async end(): Promise<number> {
    const {exitCode} = await this.next("exited")
    await this.next("terminated")
    return exitCode
  }

  async frames(threadId = 1): Promise<Body[]> {
    return (await this.request("stackTrace", {threadId})).stackFrames
  }
  /** "main.lua:3 f" of each frame. */
  async stack(threadId = 1): Promise<string[]> {
    return (await this.frames(threadId)).map(
      ({source, line, name}) => `${source.path ?? source.name}:${line} ${name.replace(/ <.*/, "")}`,
    )
  }
  async place(threadId = 1): Promise<string> {
    const [{source, line}] = await this.frames(threadId)
    return `${source.path}:${line}`
  }
  async scope(name: string, level = 0, threadId = 1): Promise<number> {
    const frames = await this.frames(threadId)
    const {scopes} = await this.request("scopes", {frameId: frames[level].id})
    return scopes.find((one: Body) => one.name === name)?.variablesReference
  }
  async variables(scope: string, level = 0, threadId = 1): Promise<Record<string, string>> {
    const variablesReference = await this.scope(scope, level, threadId)
    const {variables} = await this.request("variables", {variablesReference})
    return Object.fromEntries(variables.map((one: Body) => [one.name, one.value]))
  }
  async evaluate(expression: string, level = 0, threadId = 1): Promise<string> {
    const frames = await this.frames(threadId)
    return (await this.request("evaluate", {expression, frameId: frames[level].id})).result
  }
  get output(): string {
    return this.all
      .filter(({event, body}) => event === "output" && body.category === "stdout")
      .map(({body}) => body.output)
      .join("")
  }
  get messages(): string {
    return this.all
      .filter(({event, body}) => event === "output" && body.category !== "stdout")
      .map(({body}) => body.output)
      .join("")
  }
}

export async function debug(kernel: Kernel, options: Parameters<Kernel["debug"]>[0] | string): Promise<Follower> {
  return new Follower(await kernel.debug(typeof options === "string" ? {program: options} : options))
}

/** Resolves once the kernel says that it is in this state. */
export function whenState(kernel: Kernel, state: Kernel["state"]): Promise<void> {
  if (kernel.state === state) return Promise.resolve()
  return new Promise(resolve => {
    const stop = kernel.on("status", ({execution_state}) => {
      if (execution_state !== state) return
      stop()
      resolve()
    })
  })
}

/** Resolves once a condition holds. The test's own limit is the only one. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(resolve => setTimeout(resolve, 5))
}

/** Resolves once a condition holds, or has had its time: the caller then sees, and says, what is wrong. */
export async function settles(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + conditionMs
  await until(async () => performance.now() > deadline || (await condition()))
}

/** Resolves once the state is kept that this execution has left, with what has been told of it. */
export function whenSaved(kernel: Kernel, executionCount: number): Promise<KernelEvents["hibernated"]> {
  return new Promise(resolve => {
    const stop = kernel.on("hibernated", report => {
      if (report.reason === undefined && (report.execution_count ?? 0) < executionCount) return
      stop()
      resolve(report)
    })
  })
}

/** All that a kernel's programs write to standard output from now on. */
export function readOutput(kernel: Kernel): () => string {
  let all = ""
  kernel.on("stream", ({name, text}) => {
    if (name === "stdout") all += text
  })
  return () => all
}

/** Resolves when the program has written a text. */
export function whenWritten(kernel: Kernel, text: string): Promise<void> {
  let all = ""
  return new Promise(resolve => {
    const stop = kernel.on("stream", stream => {
      all += stream.text
      if (!all.includes(text)) return
      stop()
      resolve()
    })
  })
}
