/** The world as it is: the machine's clocks, and whoever listens to the engine. */
import type {EngineListener, HostListener, Place} from "../../../debugger/engine.ts"
import {machineZone} from "./time-zone.ts"
import type {FileCalls, World} from "./world.ts"

/** What emscripten tells its programs, in a browser. */
const variables = ["USER=web_user", "LOGNAME=web_user", "PATH=/", "PWD=/", "HOME=/home/web_user"]

export class RealWorld implements World {
  readonly zone = machineZone
  readonly files: FileCalls
  private readonly listener: () => EngineListener | undefined
  /** What was given by a read of input, and found no room. */
  private rest: Uint8Array | undefined

  constructor(files: FileCalls, listener: () => EngineListener | undefined) {
    this.files = files
    this.listener = listener
  }

  begin(): void {
    this.rest = undefined
  }
  now(): number {
    return Date.now()
  }
  elapsed(): number {
    return performance.now()
  }
  seed(): readonly [number, number] {
    const [a, b] = crypto.getRandomValues(new Uint32Array(2))
    return [a, b]
  }
  environment(): readonly string[] {
    const language = globalThis.navigator?.languages?.[0] ?? "C"
    return [...variables, `LANG=${language.replace("-", "_")}.UTF-8`, "_=./this.program"]
  }
  readInput(most: number, prompt: string, place: Place | undefined): Uint8Array | null | Promise<Uint8Array | null> {
    const give = (bytes: Uint8Array | null) => {
      this.rest = bytes && bytes.length > most ? bytes.subarray(most) : undefined
      return bytes?.subarray(0, most) ?? null
    }
    if (this.rest) return give(this.rest)
    const answer = this.listener()?.readInput(prompt, place) ?? null
    return answer instanceof Promise ? answer.then(give) : give(answer)
  }
  get host(): HostListener | undefined {
    return this.listener()?.host
  }
  answer<T>(_name: string, find: () => T): T {
    return find()
  }
  grow(_bytes: number, attempt: () => boolean): boolean {
    return attempt()
  }
  exit(): void {}
}
