/** What the VM calls while a program runs, and how it becomes the events of the debugger's port. */
import {ownLook, pokeReasons} from "../../../base/poke-reasons.ts"
import {ScriptError} from "../../../base/script-error.ts"
import type {Decision, EngineListener, ErrorEvent, HostListener, ScriptListener} from "../../../debugger/engine.ts"
import type {Stop} from "../../../protocol/stops.ts"
import {type PlacedError, readError} from "../code/error-place.ts"
import {control, luaState, readAnswers, slot, whyBits} from "../vm/layout.ts"
import {decodeText} from "../world/text.ts"
import type {CallbackParts, EventPlace} from "./callback-parts.ts"
import {StandardInput} from "./standard-input.ts"

/** What the debugger evaluates may not hold the program longer. */
const evaluationLimitMs = 2000

export class EvaluationTimeout extends ScriptError {
  constructor() {
    super("Timeout", `The evaluation took longer than ${evaluationLimitMs / 1000} s, and was stopped.`)
  }
}

const noBreakpoints: readonly number[] = []
const quiet = {
  breakpoints: noBreakpoints,
  line: 0,
  returned: false,
  entered: undefined,
  leaving: false,
  counted: false,
} as const

/** What comes of tracing alone. */
const traceBits = whyBits.line | whyBits.called | whyBits.calledTail | whyBits.returning | whyBits.counted

export class Callbacks {
  private readonly parts: CallbackParts
  /** Where the event that is being handled happened; undefined while nothing runs. */
  place: EventPlace | undefined
  /** Lua runs for the debugger, not for the program: nothing stops there, only an interruption gets through. */
  private evaluating = 0
  private evaluationBegan = 0
  /** The program's own polls go on behind an evaluation where they were. */
  private pollLeft = 0
  /** JS is at work between two instructions of the program: what runs now is a finalizer, on top of it. */
  private isHeld = false
  private readonly lineEvent = {...quiet, thread: 1, line: 0}
  private readonly linePlace = {L: 0, ci: 0, returned: false}
  /** What `wait` is about to be called for, or the program has left its stack for. */
  private waitsFor: Stop | "turn" | "host" | Promise<void> | undefined
  private readonly input = new StandardInput()
  /** What the program has written since the last line's end: the prompt, if it reads next. */
  private prompt = ""

  constructor(parts: CallbackParts) {
    this.parts = parts
  }

  /** The program has ended. */
  end(): void {
    this.place = undefined
    const missed = this.parts.leaving?.endLate()
    if (missed) this.parts.listener()?.passOver?.(missed)
  }
  begin(): void {
    this.place = undefined
    this.isHeld = false
    this.waitsFor = undefined
    this.prompt = ""
    this.input.clear()
    this.parts.world.begin()
  }

  /** Functions outside of the script; undefined where none can be called: nothing runs that could wait. */
  get host(): HostListener | undefined {
    return this.parts.vm.getControl(control.mayRead) ? this.parts.world.host : undefined
  }
  /** Whether what runs in `L` can wait there. */
  canWait(L: number): boolean {
    return this.parts.leaving?.isPossible(L) !== false
  }
  /** The state that stands at an error; 0: none does. */
  get raising(): number {
    return this.place?.raises ? this.place.L : 0
  }
  /** The program goes on. */
  endStop(): void {
    if (this.place?.raises) this.place = {...this.place, raises: false}
  }
  /** L's call waits for the host, when `wait` is called next. */
  awaitHost(L: number): void {
    this.waitsFor = "host"
    this.place = {L, ci: this.parts.vm.load32(L + luaState.ci), returned: false}
  }
  /** Who hears what the script asks for. */
  get script(): ScriptListener | undefined {
    return this.parts.listener()?.script
  }
  /** What runs is the debugger's own. */
  get isEvaluating(): boolean {
    return this.evaluating > 0
  }
  beginEvaluation(): void {
    if (this.evaluating++) return
    this.evaluationBegan = this.parts.clock.now()
    this.pollLeft = this.parts.vm.getControl(control.pollLeft)
  }
  endEvaluation(): void {
    if (--this.evaluating === 0) this.parts.vm.setControl(control.pollLeft, this.pollLeft)
  }
  /** What runs is the program, and it can stand where it is. */
  private get canStand(): boolean {
    if (this.evaluating || this.isHeld) return false
    return !this.parts.suspends || this.parts.vm.getControl(control.mayRead) !== 0
  }
  /** What has come in is let in; what it wants of the program waits until that goes on. */
  private attendBetween(listener: EngineListener, reasons: number): void {
    if (this.evaluating && this.parts.clock.now() - this.evaluationBegan > evaluationLimitMs)
      throw new EvaluationTimeout()
    // the program's thread: that of the evaluation is nobody's business, and gets no number
    listener.attend(this.place ? this.parts.threads.idOf(this.place.L) : 1, reasons)
  }

  /** @returns one of trapAnswers */
  trap(L: number, ci: number, slotAddress: number, why: number): number {
    const {vm, dispatch, threads, patches, stack, leaving} = this.parts
    const arrived = leaving?.arrive(L, why)
    if (arrived !== undefined) return arrived
    if (leaving?.isLate && !(why & (whyBits.resumes | whyBits.closes))) {
      dispatch.acknowledge()
      const late = leaving.takeLate(L)
      if (late) this.place = {L, ci, returned: false}
      return this.standFor(late)
    }
    if (why & whyBits.stray) dispatch.refresh()
    if (why & (whyBits.resumes | whyBits.closes)) {
      if (why & whyBits.resumes) this.parts.returns.resumes(L)
      else this.parts.returns.closes()
      return 0
    }
    let reasons = why & whyBits.poke ? dispatch.acknowledge() : 0
    // where the program polls nobody pokes: it looks at everything (and so does what it is held for, see Protection)
    if (why & whyBits.poll || (reasons && this.parts.suspends)) reasons |= ownLook
    const listener = this.parts.listener()
    if (!listener) return 0
    const poked = reasons !== 0
    if (!this.canStand) {
      if (poked) this.attendBetween(listener, reasons)
      return 0
    }
    const {poll, suspends} = this.parts
    let due = suspends && poked && poll?.look() === true
    // with them comes the poll that C's calls of Lua are counted for (native.wat, $ms_enter): nobody else pokes here
    if (suspends && !due && !(why & ~(whyBits.poke | whyBits.poll))) return 0
    if (why & whyBits.tailCall) this.parts.stepper.leaveByTailCall(ci)
    if (why & whyBits.callReturned) this.parts.results.noteCall(ci)
    const returned = (why & whyBits.returned) !== 0 && this.parts.returns.hasReturned(L)
    const breakpoints =
      why & whyBits.breakpoint && slotAddress ? patches.idsAt(vm.load32(slotAddress + slot.address), ci) : noBreakpoints
    if (why & (traceBits | whyBits.step) || breakpoints.length || returned || poked) {
      this.place = {L, ci, returned}
      const thread = threads.idOf(L)
      this.isHeld = true
      if (reasons & pokeReasons.tick) this.flush()
      if (poked) listener.attend(thread, reasons)
      const stop = listener.handleEvent({
        thread,
        breakpoints,
        line: why & whyBits.line ? vm.getControl(control.traceLine) : why & whyBits.step ? stack.line(ci) : 0,
        returned,
        entered: why & whyBits.called ? "call" : why & whyBits.calledTail ? "tail call" : undefined,
        leaving: (why & whyBits.returning) !== 0,
        counted: (why & whyBits.counted) !== 0,
      })
      this.isHeld = false
      if (stop) return this.standFor(stop)
    }
    // where it stands, what its line has called is to be seen: the next step begins with the return (watchResults)
    if (why & whyBits.givesResults) this.parts.results.note(L, ci)
    // a condition takes its time, and has polls of its own: none that falls into it may be missed here
    due ||= breakpoints.length > 0 && poll?.isDue() === true
    if (!due) return 0
    this.waitsFor = "turn"
    return 1
  }
  /** The program stands once `wait` is called. @returns what $ms_trap is told */
  standFor(stop: Decision): number {
    if (!stop) return 0
    this.waitsFor = stop
    return 1
  }

  /**
   * A watched line begins, and nothing else has happened: by far the most frequent call. It allocates nothing.
   * @returns 1: call wait, then go on
   */
  lineBegins(L: number, ci: number, line: number): number {
    const listener = this.parts.listener()
    if (!listener || !this.canStand || this.parts.leaving?.isLate) return 0
    const {lineEvent, linePlace} = this
    linePlace.L = L
    linePlace.ci = ci
    this.place = linePlace
    lineEvent.thread = this.parts.threads.idOf(L)
    lineEvent.line = line
    return this.standFor(listener.handleEvent(lineEvent))
  }

  /** The program stands in `L`. @returns 1: it leaves its stack, and `waitOutside` is called */
  wait(L: number): number | Promise<number> {
    const {leaving} = this.parts
    if (leaving) {
      if (leaving.isPossible(L)) {
        leaving.begin(L, this.raising === L)
        return 1
      }
      const {waitsFor} = this
      this.waitsFor = undefined
      if (typeof waitsFor === "object" && !(waitsFor instanceof Promise)) leaving.postpone(L, waitsFor)
      return 0
    }
    const held = this.waitOutside()
    return held instanceof Promise ? held.then(() => 0) : 0
  }
  /** What the program stands for takes place. */
  waitOutside(): void | Promise<void> {
    const {waitsFor} = this
    this.waitsFor = undefined
    if (waitsFor instanceof Promise) return waitsFor
    if (waitsFor === "turn") return this.letIn()
    if (waitsFor === "host") return this.hold(() => this.parts.world.host?.wait())
    if (waitsFor) return this.stand(waitsFor)
  }
  /** One turn of the event loop. What has come in by it may want a stop, or the end. */
  private async letIn(): Promise<void> {
    const {poll, listener, threads} = this.parts
    const {place} = this
    await this.hold(() => poll?.turn())
    const thread = place ? threads.idOf(place.L) : 1
    listener()?.attend(thread, ownLook)
    const stop = listener()?.handleEvent({...quiet, thread})
    if (stop) await this.stand(stop)
  }
  private stand(stop: Stop): void | Promise<void> {
    this.flush()
    return this.hold(listener => listener.stand(stop))
  }
  /** The program does not run until what is waited for is there. */
  private hold(wait: (listener: EngineListener) => void | Promise<void>): void | Promise<void> {
    const listener = this.parts.listener()
    if (!listener) return
    this.isHeld = true
    const goOn = () => {
      this.isHeld = false
      this.parts.poll?.rested()
    }
    const held = wait(listener)
    return held instanceof Promise ? held.then(goOn) : goOn()
  }

  /** An error object stands on top of L's stack. @returns 1: call wait */
  raised(L: number): number {
    const listener = this.parts.listener()
    if (!listener || !this.canStand) return 0
    const {vm, thrown} = this.parts
    const {caught, passedOn, traceback} = this.parts.errors.look(L)
    if (passedOn) return 0
    this.place = {L, ci: vm.load32(L + luaState.ci), returned: false, raises: true}
    let said: PlacedError | undefined
    const read = () => (said ??= readError(thrown.message(L)))
    const event: ErrorEvent = {
      thread: this.parts.threads.idOf(L),
      caught,
      get message() {
        return read().message
      },
      get text() {
        return read().text
      },
      get place() {
        return read().place
      },
      get value() {
        return thrown.value(L)
      },
      get traceback() {
        return traceback()
      },
    }
    return this.standFor(listener.handleError(event))
  }

  write(descriptor: number, bytes: Uint8Array): void {
    const end = bytes.lastIndexOf(10)
    if (descriptor === 1) {
      const tail = decodeText(bytes.subarray(end + 1)).slice(-500)
      this.prompt = end >= 0 ? tail : (this.prompt + tail).slice(-500)
    }
    const running = this.parts.threads.running()
    const place = running ? this.parts.stack.filePlace(running) : undefined
    this.parts.listener()?.handleOutput({stream: descriptor === 1 ? "stdout" : "stderr", bytes, ...place})
  }

  /** Up to `count` bytes of standard input into `address`. @returns how many; 0: end of file */
  read(address: number, count: number): number | Promise<number> {
    const {vm, threads, stack, world} = this.parts
    const give = (bytes: Uint8Array | null): number => {
      if (bytes) vm.bytes.set(bytes, address)
      return bytes?.length ?? 0
    }
    const {leaving} = this.parts
    if (leaving) {
      const ready = this.input.take(count)
      if (ready !== undefined) return give(ready)
      if (!leaving.isPossible(vm.getControl(control.reader))) return readAnswers.refuse
    }
    this.flush()
    const L = threads.running()
    const place = L ? stack.filePlace(L) : undefined
    const answer = world.readInput(count, this.prompt, place ? {...place, sourceName: place.path} : undefined)
    this.prompt = ""
    if (!leaving) return answer instanceof Promise ? answer.then(give) : give(answer)
    this.waitsFor = Promise.resolve(answer).then(bytes => this.input.arrive(bytes))
    this.input.giveBack()
    leaving.begin(vm.getControl(control.reader), false)
    return readAnswers.leave
  }
  /** A call reads standard input anew; of the file's buffer these bytes have not been read. */
  unread(address: number, count: number): void {
    this.input.begin(this.parts.vm.bytes.slice(address, address + count))
  }

  /** Writes out what stdio still holds. */
  flush(): void {
    this.parts.vm.call("fflush", 0)
  }
}
