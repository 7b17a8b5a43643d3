/** DAP's numbers for things of one stop: frames and expandable values. All end when the program goes on. */
import {noSuchFrame, noSuchReference} from "../protocol/errors.ts"
import type {Container, FrameRef} from "./engine.ts"

interface Held {
  readonly container: Container
  /** The frame in whose terms a value is set. */
  readonly frame: FrameRef | undefined
}

export class References {
  private readonly frames: FrameRef[] = []
  private readonly containers = new Map<number, Held>()
  // numbers go on over the stops, so that one of the last stop is refused and not mistaken
  private nextFrame = 1000
  private firstFrame = 1000
  private nextContainer = 1

  frameId(frame: FrameRef): number {
    const known = this.frames.findIndex(one => one.thread === frame.thread && one.level === frame.level)
    if (known >= 0) return this.firstFrame + known
    this.frames.push(frame)
    return this.nextFrame++
  }
  /** @throws no such frame */
  frame(frameId: number): FrameRef {
    const frame = this.frames[frameId - this.firstFrame]
    if (!frame) throw noSuchFrame(frameId)
    return frame
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
    this.frames.length = 0
    this.firstFrame = this.nextFrame
    this.containers.clear()
  }
}
