/** Which place the editor is asked to show: in a file, or in code that is in none, whose text is fetched for it. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import {referenceOf} from "../base/source-key.ts"
import type {Workspace} from "./files/workspace.ts"
import {Observable} from "./observable.ts"
import type {Place} from "./place.ts"
import type {ProgramRun} from "./program/program-run.ts"

/** Asks the view to show a place; the number changes with every asking, so that the same place can be asked for twice. */
export interface Reveal {
  readonly place: Place
  readonly number: number
  /** Move the caret there, because the person asked for it. */
  readonly focus: boolean
}

interface OfPlace {
  readonly place: Place
}

export class ShownPlace extends Observable {
  readonly #workspace: Workspace
  readonly #run: ProgramRun
  #reveal: Reveal | undefined

  readonly actions = {
    "go-to": ({place}: OfPlace) => this.show(place, true),
    /** Shows the line, with the form under it. */
    "open-breakpoint-form": ({place}: OfPlace) => this.show(place, true),
  }

  constructor(workspace: Workspace, run: ProgramRun) {
    super()
    this.#workspace = workspace
    this.#run = run
  }

  get reveal(): Reveal | undefined {
    return this.#reveal
  }

  show(place: Place, focus: boolean): void {
    const reference = referenceOf(place.path)
    if (reference !== undefined && !this.#workspace.isShownCode(place.path))
      return void this.#readCode(reference, place, focus).catch(() => undefined)
    if (reference === undefined && !this.#workspace.has(place.path)) return
    this.#reveal = {place, focus, number: (this.#reveal?.number ?? 0) + 1}
    if (this.#workspace.activePath !== place.path) this.#workspace.open(place.path)
    this.changed()
  }

  /** Of a program that has gone on meanwhile nothing is shown. */
  async #readCode(sourceReference: number, place: Place, focus: boolean): Promise<void> {
    const {view, session} = this.#run
    const {number} = view
    const body = await session?.request<DebugProtocol.SourceResponse["body"]>("source", {sourceReference})
    if (!body || number !== view.number) return
    this.#workspace.showCode(place.path, {name: place.name ?? "code", text: body.content})
    this.show(place, focus)
  }
}
