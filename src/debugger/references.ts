/** DAP's numbers for things of one stop: frames and expandable values. All end when the program goes on. */
import {noSuchFrame, noSuchReference} from "../protocol/errors.ts"
import type {Container, FrameRef} from "./engine.ts"

interface Row {
  readonly frame: FrameRef
  /** It stands below the frame, and is none itself. */
  readonly isLabel: boolean
}
interface Held {
  readonly container: Container
  /** The frame in whose terms a value is set. */
  readonly frame: FrameRef | undefined
}

export class References {
  private readonly rows: Row[] = []
  private readonly containers = new Map<number, Held>()
  // numbers go on over the stops, so that one of the last stop is refused and not mistaken
  private nextFrame = 1000
  private firstFrame = 1000
  private nextContainer = 1

  frameId(frame: FrameRef): number {
    return this.idOf(frame, false)
  }
  /** Of the label below a frame. */
  labelId(above: FrameRef): number {
    return this.idOf(above, true)
  }
  private idOf(frame: FrameRef, isLabel: boolean): number {
    const known = this.rows.findIndex(
      one => one.frame.thread === frame.thread && one.frame.level === frame.level && one.isLabel === isLabel,
    )
    if (known >= 0) return this.firstFrame + known
    this.rows.push({frame, isLabel})
    return this.nextFrame++
  }
  /** A label answers the frame above it. @throws no such frame */
  frame(frameId: number): FrameRef {
    return this.row(frameId).frame
  }
  /** @throws no such frame */
  isLabel(frameId: number): boolean {
    return this.row(frameId).isLabel
  }
  private row(frameId: number): Row {
    const row = this.rows[frameId - this.firstFrame]
    if (!row) throw noSuchFrame(frameId)
    return row
  }

  hold(container: Container, frame: FrameRef | undefined): number {
    this.containers.set(this.nextContainer, {container, frame})
    return this.nextContainer++
  }
  /** @throws no such reference */
  held(variablesReference: number): Held {
    const held = this.containers.get(variablesReference)
    if (!held) throw noSuchReference(variablesReference)
    return held
  }

  /** The program goes on. */
  clear(): void {
    this.rows.length = 0
    this.firstFrame = this.nextFrame
    this.containers.clear()
  }
}
