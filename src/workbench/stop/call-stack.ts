/** The threads (Lua: the main thread and the coroutines) with their frames, as far as they were asked for. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import {keyOf} from "../../base/source-key.ts"
import type {DebugSession} from "../../client/face.ts"
import {Observable} from "../observable.ts"
import type {Place} from "../place.ts"
import {errorWords} from "../words/error-words.ts"
import {placeWords} from "../words/state-words.ts"

export interface FrameView {
  readonly id: number
  readonly threadId: number
  readonly name: string
  /** Missing for functions written in C, and where the code's text is not there. */
  readonly place?: Place
  /** Where it stands, in words. */
  readonly placeWords: string
  /** No frame, but what stands for those that are missing. */
  readonly isLabel?: boolean
  /** Frames below it: the same function keeps it from stop to stop, which its number does not. */
  readonly height: number
}

/** A thread as the engine tells of it. */
interface SaidThread extends DebugProtocol.Thread {
  readonly status?: "running" | "waiting" | "suspended"
  /** Where the function stands that it has begun with. */
  readonly source?: DebugProtocol.Source
  readonly line?: number
  readonly resumedBy?: number
}

export interface ThreadView {
  readonly id: number
  readonly name: string
  readonly status?: SaidThread["status"]
  /** Where a coroutine's function stands. */
  readonly place?: Place
  /** The name of the thread that waits for it. */
  readonly resumer?: string
  open: boolean
  loading: boolean
  frames: readonly FrameView[] | undefined
  total: number
  error?: string
}

const framesAtOnce = 50
const mainThread = 1

function beginning(
  {status, source, line, resumedBy}: Omit<SaidThread, "id" | "name">,
  all: readonly DebugProtocol.Thread[],
): Pick<ThreadView, "status" | "place" | "resumer"> {
  const resumer = all.find(({id}) => id === resumedBy)?.name
  return {
    ...(status ? {status} : {}),
    ...(source?.path && line ? {place: {path: source.path, line}} : {}),
    ...(resumer === undefined ? {} : {resumer}),
  }
}

/** A thread's frames for the clipboard, as far as they are loaded. */
export function stackText({name, frames = [], total}: ThreadView, placeNow: (place: Place) => Place): string {
  const lines = frames.map(({name, place: then, placeWords: words, isLabel}) => {
    if (isLabel) return `  ${name}`
    const place = then && placeNow(then)
    if (!place) return `  ${name} (${words})`
    return `  ${name} (${place.isGone ? placeWords(place) : `${place.name ?? place.path}:${place.line}`})`
  })
  const left = total - frames.length
  return [name, ...lines, ...(left > 0 ? [`  … ${left.toLocaleString("en-US")} more frames`] : [])].join("\n")
}

/** Where a frame stands, that can be shown; undefined for functions written in C. */
export function placeOf({source, line}: DebugProtocol.StackFrame): Place | undefined {
  if (!source || !line || line < 1) return undefined
  const {path, name, sourceReference} = source
  if (!sourceReference) return path ? {path, line} : undefined
  return {path: keyOf(sourceReference), line, name: path ?? name ?? "code"}
}

export class CallStack extends Observable {
  #threads: ThreadView[] = []
  #selected: FrameView | undefined
  #session: DebugSession | undefined
  #stoppedThread = 1

  get threads(): readonly ThreadView[] {
    return this.#threads
  }

  get selected(): FrameView | undefined {
    return this.#selected
  }

  /** The thread whose stop this is. */
  get stoppedThread(): number {
    return this.#stoppedThread
  }

  /** Loads the threads and the frames of the one that stopped, and selects the top frame that has a source. */
  async load(session: DebugSession, threadId: number): Promise<void> {
    this.#session = session
    this.#stoppedThread = threadId
    const [threads, frames] = await Promise.all([
      session.request<{readonly threads: readonly SaidThread[]}>("threads"),
      this.#frames(session, threadId, 0),
    ])
    if (session !== this.#session) return
    const known = threads.threads.some(({id}) => id === threadId)
    const list = known ? threads.threads : [...threads.threads, {id: threadId, name: `thread ${threadId}`}]
    const mainFirst = [...list].sort((a, b) => Number(b.id === mainThread) - Number(a.id === mainThread))
    this.#threads = mainFirst.map(({id, name, ...said}) => ({
      id,
      name,
      ...beginning(said, list),
      open: id === threadId,
      loading: false,
      frames: id === threadId ? frames.frames : undefined,
      total: id === threadId ? frames.total : 0,
    }))
    this.#selected = frames.frames.find(frame => frame.place) ?? frames.frames[0]
    this.changed()
  }

  select(frame: FrameView): void {
    this.#selected = frame
    this.changed()
  }

  async toggle(thread: ThreadView): Promise<void> {
    thread.open = !thread.open
    this.changed()
    if (thread.open && !thread.frames) await this.more(thread)
  }

  /** Loads the next frames of a thread. */
  async more(thread: ThreadView): Promise<void> {
    const session = this.#session
    if (!session || thread.loading) return
    thread.loading = true
    this.changed()
    try {
      const next = await this.#frames(session, thread.id, thread.frames?.length ?? 0)
      thread.frames = [...(thread.frames ?? []), ...next.frames]
      thread.total = next.total
    } catch (thrown) {
      thread.error = errorWords(thrown)
    }
    thread.loading = false
    this.changed()
  }

  clear(): void {
    this.#session = undefined
    this.#threads = []
    this.#selected = undefined
    this.changed()
  }

  async #frames(session: DebugSession, threadId: number, startFrame: number) {
    const args = {threadId, startFrame, levels: framesAtOnce}
    const body = await session.request<DebugProtocol.StackTraceResponse["body"]>("stackTrace", args)
    const total = body.totalFrames ?? startFrame + body.stackFrames.length
    const frames = body.stackFrames.map((frame, index): FrameView => {
      const place = placeOf(frame)
      return {
        id: frame.id,
        threadId,
        name: frame.name,
        placeWords: place ? placeWords(place) : frame.line > 0 ? `${frame.source?.name} ${frame.line}` : "in C",
        height: total - startFrame - index,
        ...(place ? {place} : {}),
        ...(frame.presentationHint === "label" ? {isLabel: true} : {}),
      }
    })
    return {frames, total}
  }
}
