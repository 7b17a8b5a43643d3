/**
 * One debug session on the fake engine, without a kernel: at each stop a function says what happens. `steps` is the
 * short form that the tests of stepping are written in.
 */
import type {DebugProtocol} from "@vscode/debugprotocol"
import {stoppedBody} from "../../src/debugger/dap-stops.ts"
import {answer} from "../../src/debugger/requests.ts"
import {DebugSession, type LaunchArguments} from "../../src/debugger/session.ts"
import {type Hook, HookMultiplexer} from "../../src/observation/hooks.ts"
import {FakeEngine} from "./fake-engine.ts"
import {witnessNotification, witnessReply} from "./wire-witness.ts"

// biome-ignore lint/suspicious/noExplicitAny: the bodies are DAP's, read by the tests
export type Body = any

export interface SentEvent {
  readonly event: string
  readonly body: Body
}

/** "a2": line 2 of function a; with a condition and the like. */
export type BreakpointAt = string | (Partial<DebugProtocol.SourceBreakpoint> & {readonly at: string})

export class DebugDriver {
  readonly engine = new FakeEngine()
  readonly hooks = new HookMultiplexer(this.engine)
  readonly session: DebugSession
  readonly events: SentEvent[] = []
  /** Called at each stop. A program that it leaves stopped goes on. */
  atStop: (stop: DebugProtocol.StoppedEvent["body"]) => void = () => {}
  /** Called at each poke. */
  atPoke: () => void = () => {}

  constructor(run: string, launch: Partial<LaunchArguments> = {}) {
    const {engine} = this
    engine.writeFile("main", new TextEncoder().encode(run))
    this.session = new DebugSession("s", "c", {program: "main", ...launch}, engine, this.hooks, (event, body) => {
      witnessNotification(`ldp/event/${event}`, body)
      this.events.push({event, body})
    })
    engine.listener = {
      attend: () => this.atPoke(),
      handleEvent: event => {
        const reason = this.hooks.handle(event)
        return reason && {thread: event.thread, ...reason}
      },
      handleError: event => this.session.handleError(event),
      stand: stop => {
        this.session.stand(stop)
        this.atStop(stoppedBody(stop))
        if (this.session.state === "stopped") this.session.resume()
      },
      handleOutput: () => {},
      readInput: () => null,
    }
  }

  /** A DAP request. @throws ProtocolError */
  request(command: string, args?: unknown): Body {
    const body = answer(this.session, command, args)
    witnessReply(`ldp/${command}`, body)
    return body
  }
  /** Sets all breakpoints of the functions that are named. */
  break(...breakpoints: BreakpointAt[]): Body[] {
    const byPath = new Map<string, DebugProtocol.SourceBreakpoint[]>()
    for (const one of breakpoints) {
      const {at, ...more} = typeof one === "string" ? {at: one} : one
      const [, path, line] = /^([a-z]+)(\d+)$/.exec(at) ?? []
      byPath.set(path, [...(byPath.get(path) ?? []), {...more, line: Number(line)}])
    }
    return [...byPath].flatMap(
      ([path, list]) => this.request("setBreakpoints", {source: {path}, breakpoints: list}).breakpoints,
    )
  }

  /** Runs to the end. */
  run(): this {
    this.hooks.begin()
    this.session.begin()
    this.session.prepareEntry()
    const outcome = this.engine.run({source: {path: "main"}})
    if (outcome instanceof Promise) throw new Error("The driver's engine blocks.")
    if (outcome.kind === "error" && outcome.error.kind === "SyntaxError") throw outcome.error
    this.hooks.end()
    this.session.end(outcome.kind === "done" ? 0 : outcome.kind === "exit" ? outcome.code : 1)
    return this
  }

  /** The bodies of the events of one name. */
  sent(event: string): Body[] {
    return this.events.filter(one => one.event === event).map(one => one.body)
  }
  get output(): string[] {
    return this.sent("output").map(one => one.output)
  }
}

/** The places where a program stops, with the reason where it is not a step: "a1", "b2(breakpoint)". */
export function stops(driver: DebugDriver, act: (place: string) => void = () => {}): string {
  const places: string[] = []
  driver.atStop = ({reason}) => {
    const {place} = driver.engine
    places.push(reason === "step" ? place : `${place}(${reason})`)
    act(place)
  }
  driver.run()
  return places.join(" ")
}

const commands: Readonly<Record<string, string>> = {in: "stepIn", over: "next", out: "stepOut"}

/**
 * Stops at the first line, makes these steps, and tells where each of them ended: `steps("a1 >b1 b2 <a2", "over")` is
 * "a2". A place goes there first: `steps("a1 >b1 b2 <a2", "b1 out")` is "b1 a2". "end": the program ended before.
 */
export function steps(run: string, script: string, hooks: readonly Hook[] = []): string {
  const driver = new DebugDriver(run, {stopOnEntry: true})
  for (const hook of hooks) driver.hooks.add(hook)
  const wanted = script.split(" ")
  const places: string[] = []
  driver.atStop = ({reason, threadId}) => {
    const {place} = driver.engine
    if (reason === "breakpoint") driver.request("setBreakpoints", {source: {path: place.replace(/\d+/, "")}})
    const command = wanted[places.length]
    places.push(place)
    if (command === undefined) return
    if (command in commands) driver.request(commands[command], {threadId})
    else driver.break(command)
  }
  driver.run()
  return [...places.slice(1), ...(places.length > wanted.length ? [] : ["end"])].join(" ")
}
