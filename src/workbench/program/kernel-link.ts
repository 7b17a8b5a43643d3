/** The kernel as the workbench uses it: started once, fed with files, listened to, restarted. */
import type {Kernel, StartOptions} from "../../client/face.ts"
import {fileLimit} from "../../protocol/limits.ts"
import {isTooLarge, pathProblem} from "../../protocol/workspace-path.ts"
import {sameContent} from "../../storage/index.ts"
import type {ConsoleLog} from "../console/console-log.ts"
import {messageKind, type OutputLog} from "../console/output-log.ts"
import {decode} from "../files/file-content.ts"
import type {Workspace} from "../files/workspace.ts"
import {Observable} from "../observable.ts"
import type {Place} from "../place.ts"
import {errorWords} from "../words/error-words.ts"
import {failureOf} from "../words/failure.ts"
import {workbenchName} from "../words/state-words.ts"
import type {ProgramRun} from "./program-run.ts"
import {isLive} from "./run-state.ts"

export type StartKernel = (options: StartOptions) => Promise<Kernel>

export interface PendingInput {
  readonly prompt: string
  readonly place?: Place
  readonly reply: (text: string | null) => void
}

export class KernelLink extends Observable {
  readonly #workspace: Workspace
  readonly #run: ProgramRun
  readonly #output: OutputLog
  readonly #console: ConsoleLog
  #kernel: Kernel | undefined
  #input: PendingInput | undefined
  #restarting = false
  #interrupting = false
  /** Files of the program's own that are not kept, and were told of. */
  readonly #unkept = new Set<string>()
  /** What has been asked for last, for when it has failed. */
  #startAgain: (() => Promise<void>) | undefined
  /** There is another kernel from now on. */
  onKernel: (kernel: Kernel) => void = () => {}

  readonly actions = {
    "restart-kernel": () => this.restart(),
    /** The program does not respond, and may take its time. */
    "keep-waiting": () => this.#run.goesOn(),
  }

  constructor(workspace: Workspace, run: ProgramRun, output: OutputLog, console: ConsoleLog) {
    super()
    this.#console = console
    this.#workspace = workspace
    this.#run = run
    this.#output = output
    let wasLive = false
    run.onChange(() => {
      const live = isLive(run.state)
      // What the program asked for is moot once it has ended; the console's code may ask as well.
      if (wasLive && !live) this.#forgetInput()
      wasLive = live
    })
  }

  get kernel(): Kernel | undefined {
    return this.#kernel
  }

  /** The program (or the console) waits for a line. */
  get input(): PendingInput | undefined {
    return this.#input
  }

  /** @param hibernate the name under which the program's state is kept */
  async start(startKernel: StartKernel, hibernate?: string): Promise<void> {
    this.#startAgain = () => this.start(startKernel, hibernate)
    this.#run.setState({kind: "starting"})
    try {
      this.#workspace.takeUnsent()
      const kept = hibernate === undefined ? {} : {hibernate}
      const kernel = await startKernel({files: this.#workspace.sendable(), name: workbenchName, ...kept})
      if (hibernate !== undefined) await this.#putFilesRight(kernel)
      this.use(kernel)
      this.#run.setState({kind: "idle"})
    } catch (thrown) {
      this.#run.setState({kind: "dead", reason: errorWords(thrown)})
    }
    this.changed()
  }

  /** Works with a kernel that runs already. */
  use(kernel: Kernel): void {
    this.#kernel = kernel
    this.onKernel(kernel)
    this.#listen(kernel)
  }

  /** With its state a kernel has the files of then; the workspace's are newer. */
  async #putFilesRight(kernel: Kernel): Promise<void> {
    const files = this.#workspace.sendable()
    for (const path of await kernel.listFiles()) if (!Object.hasOwn(files, path)) await kernel.removeFile(path)
    for (const [path, content] of Object.entries(files)) await kernel.writeFile(path, content)
  }

  /** Ends the kernel: another one is to be started. */
  async end(): Promise<void> {
    this.#forgetInput()
    this.#run.abandon({kind: "starting"})
    const kernel = this.#kernel
    this.#kernel = undefined
    await kernel?.shutdown()
  }

  /** Writes what changed since the last time, so that the next run sees it. @throws where the kernel refuses a file */
  async sendFiles(): Promise<void> {
    const kernel = this.#kernel
    if (!kernel) return
    const paths = this.#workspace.takeUnsent()
    await Promise.all(
      paths.map(async path => {
        const content = this.#workspace.content(path)
        try {
          if (content !== undefined) await kernel.writeFile(path, content)
          // A file that was made and removed between two runs is unknown to the kernel: nothing to do.
          else await kernel.removeFile(path).catch(() => undefined)
        } catch (thrown) {
          this.#workspace.keepUnsent(path)
          throw thrown
        }
      }),
    )
  }

  async restart(): Promise<void> {
    // one that could not be started is no kernel yet
    if (!this.#kernel) return this.#run.state.kind === "dead" ? this.#startAgain?.() : undefined
    this.#forgetInput()
    this.#run.abandon({kind: "starting"})
    this.#restarting = true
    try {
      await this.#kernel.restart()
      this.#run.setState({kind: "idle"})
    } catch (thrown) {
      this.#run.setState({kind: "dead", reason: errorWords(thrown)})
    } finally {
      this.#restarting = false
    }
  }

  /** Ends what runs in the kernel without a session: with its worker, where it can't be reached. */
  async interrupt(): Promise<void> {
    this.#interrupting = true
    try {
      await this.#kernel?.interrupt()
      if (this.#run.state.kind === "starting") this.#run.setState({kind: "idle"})
    } catch (thrown) {
      this.#run.setState({kind: "dead", reason: errorWords(thrown)})
    } finally {
      this.#interrupting = false
    }
  }

  answer(text: string | null): void {
    const input = this.#input
    if (!input) return
    this.#input = undefined
    this.#output.appendLine("input", text?.replace(/\n$/, "") ?? "(end of file)")
    input.reply(text)
    this.#run.goesOn()
    this.changed()
  }

  /** Where that goes which is written while no program of one's own is debugged. */
  get #written(): OutputLog {
    return this.#console.outputOf("kernel") ?? this.#output
  }

  #listen(kernel: Kernel): void {
    // A debugged program's output comes as the session's own events; streams are what the console's code writes.
    kernel.on("stream", ({name, text, source, line}) => {
      if (!this.#run.session) this.#written.append(name, text, source && line ? {path: source, line} : undefined)
    })
    kernel.on("console", message => {
      if (this.#run.session) return
      const {level, text, group, source, line} = message
      this.#written.appendMessage(messageKind(level), text, group, source && line ? {path: source, line} : undefined)
    })
    kernel.on("display_data", ({data}) => this.#console.show(data))
    kernel.on("clear_output", () => {
      this.#output.clear()
      this.#console.clear()
    })
    kernel.on("error", error => {
      if (this.#run.session) this.#run.noteError(failureOf(error))
    })
    kernel.on("input_request", ({prompt, source, line, reply}) => {
      const place = source && line ? {path: source, line} : undefined
      this.#input = {prompt, ...(place ? {place} : {}), reply}
      if (isLive(this.#run.state)) this.#run.waitForInput(prompt, place)
      this.changed()
    })
    kernel.on("status", ({execution_state, owner, host}) => {
      const isOthers = owner !== undefined && owner.client !== kernel.clientId
      const isShown = owner === undefined || owner.session === this.#run.session?.id
      // who commands the program now is asked
      if (isOthers) this.#forgetInput()
      if (execution_state === "unresponsive") this.#run.unresponsive()
      else if (execution_state === "waiting" && isOthers && isShown) this.#run.waitForInput("", undefined)
      else if (execution_state === "busy") this.#run.goesOn()
      else if (execution_state === "idle") this.#forgetInput()
      this.#run.waitForHost(isShown ? host : undefined)
    })
    kernel.on("hibernated", ({reason}) => {
      if (reason !== undefined) this.#console.note(reason)
    })
    kernel.on("died", ({reason}) => {
      if (kernel !== this.#kernel) return
      this.#forgetInput()
      // The worker's end is a part of the restart that the person asked for, or of the stop.
      if (this.#run.isStopping || this.#interrupting) this.#run.abandon({kind: "starting"})
      else if (!this.#restarting) this.#run.abandon({kind: "dead", reason})
    })
    kernel.on("files", ({paths}) => void this.#adopt(kernel, paths))
  }

  #forgetInput(): void {
    if (!this.#input) return
    this.#input = undefined
    this.changed()
  }

  #tellUnkept(path: string, reason: string): void {
    if (this.#unkept.has(path)) return
    this.#unkept.add(path)
    this.#console.note(`${reason} The program has it, but the workbench does not keep it.`)
  }

  async #adopt(kernel: Kernel, paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      const problem = pathProblem(path)
      if (problem !== undefined) this.#tellUnkept(path, problem)
      const bytes = await kernel.readFile(path).catch(() => undefined)
      if (bytes === undefined) continue
      const content = decode(bytes)
      if (isTooLarge(content)) {
        this.#tellUnkept(path, `${path} is larger than ${fileLimit.words}.`)
        continue
      }
      this.#unkept.delete(path)
      if (!sameContent(content, this.#workspace.content(path))) this.#workspace.adopt(path, content)
    }
  }
}
