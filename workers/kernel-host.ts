/** A kernel in a worker: joins engine, gate and kernel, and the ports of the clients. */
import type {Clock} from "../src/base/clock.ts"
import {Deadlines} from "../src/base/deadlines.ts"
import type {HistoryStore} from "../src/base/history-store.ts"
import {Front} from "../src/kernel/front.ts"
import {Kernel} from "../src/kernel/kernel.ts"
import {LuaEngine} from "../src/lua/engine/engine.ts"
import {decodeText, encodeText} from "../src/lua/engine/world/text.ts"
import {channelNames} from "../src/protocol/envelope.ts"
import {errorBody} from "../src/protocol/errors.ts"
import type {HibernationInfo} from "../src/protocol/hibernation.ts"
import type {KernelState} from "../src/protocol/lrp.ts"
import {isTooLarge} from "../src/protocol/workspace-path.ts"
import {openHistory, StateStore} from "../src/storage/index.ts"
import type {Letter} from "../src/transport/encoding.ts"
import {AtomicsGate, SuspendingGate} from "../src/transport/gates.ts"
import {holdLife, kernelLife} from "../src/transport/liveness.ts"
import {MailboxReader} from "../src/transport/mailbox.ts"
import {openPorts} from "../src/transport/ports.ts"
import {SupervisorBell} from "../src/transport/supervision.ts"
import {claimState, Hibernation} from "./hibernation.ts"
import type {
  BootAnswer,
  BootRequest,
  ClientConnected,
  HibernationRequest,
  HostLetter,
  KernelWorkerApi,
  Outliving,
} from "./kernel-worker-api.ts"

/** Jumps and calls between two looks at the clock, at first: how long they take depends on the program. */
const firstPollEvery = 200
const lookGoalMs = 1
/** Time between two looks at the event loop. */
const pollGoalMs = 12

const clock: Clock = {now: () => performance.timeOrigin + performance.now()}

/** Lets the messages in that have come since: one turn of the event loop. */
function eventLoopTurn(): Promise<void> {
  return new Promise(resolve => {
    const {port1, port2} = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(0)
  })
}

const makeDecoder = () => {
  const decoder = new TextDecoder()
  return {decode: (bytes: Uint8Array) => decoder.decode(bytes, {stream: true}), end: () => decoder.decode()}
}

function postOutliving(told: Outliving): void {
  postMessage(told, told.files?.flatMap(({content}) => content?.buffer ?? []) ?? [])
}

/** The page keeps what is executed. */
function outlivingHistory(stored: HistoryStore, first: number | undefined): HistoryStore {
  let lives = 0
  return {
    load: () => stored.load(),
    open() {
      const life = lives++
      const session = life === 0 && first !== undefined ? Promise.resolve(first) : stored.open().session
      void session.then(number => postOutliving({numbered: {life, session: number}}))
      return {session, keep: entry => postOutliving({executed: {life, ...entry}})}
    },
  }
}

export class KernelHost implements KernelWorkerApi {
  private kernel: Kernel | undefined
  private front: Front | undefined
  private hibernation: Hibernation | undefined
  private engine: LuaEngine | undefined
  /** The running program has let the event loop turn. */
  private polling = false
  private gate: AtomicsGate | SuspendingGate | undefined
  private readonly deadlines: Deadlines = new Deadlines(clock, afterMs =>
    setTimeout(() => {
      this.deadlines.runDue()
      this.check()
    }, afterMs + 1),
  )

  async boot(request: BootRequest): Promise<BootAnswer> {
    const alive = holdLife(kernelLife(request.id))
    const polls = request.gate !== "atomics" && request.pausable
    let lastPoll = performance.now()
    let lastLook = lastPoll
    const engine = await LuaEngine.boot({
      module: request.module,
      waiting: request.gate === "atomics" ? "blocking" : request.gate,
      deferred: true,
      clock,
      hostNames: request.hostNames,
      pollEvery: polls ? firstPollEvery : 0,
      // both names change with what is in them
      build: `${self.location.pathname.split("/").at(-1)} ${request.hibernation?.build.split("/").at(-1)}`,
      poll: {
        isDue: () => polls && performance.now() - lastPoll >= pollGoalMs,
        look: () => {
          const now = performance.now()
          engine.adaptPolling(lookGoalMs / Math.max(0.1, now - lastLook))
          lastLook = now
          return now - lastPoll >= pollGoalMs
        },
        turn: () => {
          this.polling = true
          return eventLoopTurn().then(() => {
            this.polling = false
            lastLook = lastPoll = performance.now()
          })
        },
        rested: () => {
          lastLook = lastPoll = performance.now()
        },
      },
    })
    this.engine = engine
    const mailbox = request.mailbox && new MailboxReader(request.mailbox)
    const supervisorBell = request.supervisorBell && new SupervisorBell(request.supervisorBell)
    const ring = () => supervisorBell?.ring()
    const gate = mailbox
      ? new AtomicsGate(mailbox, letter => this.open(letter), this.deadlines, ring)
      : new SuspendingGate(request.gate === "unwinding" ? "unwinding" : "suspending")
    this.gate = gate
    request.bell.onmessage = () => this.hear(() => gate.serve())
    this.kernel = new Kernel({
      id: request.id,
      version: request.version,
      engine,
      gate,
      clock,
      deadlines: this.deadlines,
      limits: request.limits,
      makeDecoder,
      encode: encodeText,
      decode: decodeText,
      host: {names: request.hostNames},
      history: outlivingHistory(openHistory(), request.historySession),
      onState: (state: KernelState) => {
        if (state === "busy") {
          mailbox?.setState("running")
          ring()
        } else if (state === "idle") {
          mailbox?.setState("idle")
          this.hibernation?.handleChange()
        }
      },
      onFiles: paths => {
        postOutliving({files: paths.flatMap(path => this.fileToKeep(engine, path))})
        this.hibernation?.handleChange()
      },
      onShutdown: () => postOutliving({over: true}),
    })
    this.front = new Front(this.kernel)
    const writeFiles = () => {
      for (const [path, content] of Object.entries(request.files))
        engine.writeFile(path, typeof content === "string" ? encodeText(content) : content)
    }
    writeFiles()
    const hibernation = request.hibernation && (await this.wake(request.hibernation, engine, this.kernel))
    // a worker that takes the place of another one is given what was written since the state was saved
    if (request.hibernation?.before === "own") writeFiles()
    await alive
    const {buffer} = engine.memory
    const shared = mailbox && buffer instanceof SharedArrayBuffer
    return {
      languageVersion: engine.languageVersion,
      ...(shared ? {memory: buffer, poke: engine.pokeTarget} : {}),
      ...(hibernation ? {hibernation} : {}),
    }
  }

  /** Puts a saved state back, and has it saved from now on. */
  private async wake(
    {name, wake, before}: HibernationRequest,
    engine: LuaEngine,
    kernel: Kernel,
  ): Promise<HibernationInfo> {
    if (!(await claimState(name, before)))
      return {restored: false, refused: true, reason: `Another kernel is at work on the state "${name}".`}
    this.hibernation = new Hibernation({
      name,
      engine,
      states: new StateStore(),
      now: clock.now,
      counter: kernel,
      isIdle: () => kernel.state === "idle",
      tell: report => kernel.broadcast("hibernated", report),
    })
    return this.hibernation.wake(wake)
  }

  private fileToKeep(engine: LuaEngine, path: string): NonNullable<Outliving["files"]> {
    const content = engine.readFile(path)
    if (!content) return [{path}]
    return isTooLarge(content) ? [] : [{path, content: content.slice()}]
  }

  private open({client, channel, data}: Letter): void {
    if (channel !== "host") {
      this.front?.receive(client, channel, data)
      return
    }
    // the page alone writes these
    const letter = data as HostLetter
    if (letter.kind === "connect") this.connect(client, letter.name, letter.hosts)
    else this.disconnect(client)
  }

  connect(id: string, name: string, hosts: boolean): void {
    const [ports, pageEnds] = openPorts()
    for (const channel of channelNames) {
      const port = ports[channel]
      port.onmessage = ({data}: MessageEvent<unknown>) =>
        this.hear(() => {
          this.front?.receive(id, channel, data)
          this.gate?.serve()
          this.check()
        })
      // some browsers tell when the other end is gone
      port.addEventListener("close", () => this.disconnect(id))
    }
    try {
      // The first messages wait until the page has its ports: what Firefox finds in a port that it hands over is only
      // sent at the event loop's next turn, and there may be none while a program runs.
      const first: (() => void)[] = []
      let send = (deliver: () => void): void => {
        first.push(deliver)
      }
      this.kernel?.addClient(id, name, (channel, message) => send(() => ports[channel].postMessage(message)), hosts)
      const answer: ClientConnected = {connected: id, ports: pageEnds}
      postMessage(answer, Object.values(pageEnds))
      send = deliver => deliver()
      for (const deliver of first) deliver()
    } catch (thrown) {
      const answer: ClientConnected = {connected: id, error: errorBody(thrown)}
      postMessage(answer)
    }
  }
  /** It may come back for a time, on other ports (lrp/resume). */
  disconnect(id: string): void {
    this.kernel?.suspendClient(id)
    this.check()
  }
  /**
   * Does what a message wants. While a program runs, messages come in within it, or where it has let them: one that comes
   * otherwise tells that the program's stack has been taken away from under it (a debugger of the browser's can do that),
   * and that nothing here will go on. Then this worker ends, which its clients notice.
   */
  private hear(work: () => void): void {
    const waits = this.polling || (this.gate instanceof SuspendingGate && this.gate.isHolding)
    if (this.engine?.isRunning && !waits) self.close()
    else work()
  }
  /** Goes on where what has happened ends a wait. */
  private check(): void {
    if (this.gate instanceof SuspendingGate) this.gate.check()
  }
}
