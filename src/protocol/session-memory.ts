/**
 * What a session's clients have set up, in their own words. The kernel has it for who attaches, a client for what its page
 * finds again after a reload.
 */
import type {Recollection} from "./lrp.ts"

interface BreakpointsArguments {
  readonly source: {readonly path?: string; readonly sourceReference?: number}
  readonly breakpoints?: readonly unknown[]
  readonly lines?: readonly number[]
}

export class SessionMemory {
  private readonly breakpoints = new Map<string, readonly unknown[]>()
  private exceptionFilters: readonly string[] = []
  private watches: readonly string[] = []
  private frameId: number | undefined

  /** A request that was checked and answered well. */
  note(command: string, args: unknown): void {
    if (command === "setBreakpoints") {
      const {source, breakpoints, lines = []} = args as BreakpointsArguments
      const list = breakpoints ?? lines.map(line => ({line}))
      const {path, sourceReference} = source
      // code that is in no file has no name by which one would find it again
      if (path === undefined || sourceReference) return
      if (list.length) this.breakpoints.set(path, list)
      else this.breakpoints.delete(path)
    } else if (command === "setExceptionBreakpoints") {
      this.exceptionFilters = (args as {readonly filters?: readonly string[]}).filters ?? []
    } else if (goesOn.has(command)) {
      this.frameId = undefined
    }
  }

  /** What only the client knows. */
  keep({watches, frameId}: {readonly watches?: readonly string[]; readonly frameId?: number}): void {
    if (watches !== undefined) this.watches = watches
    if (frameId !== undefined) this.frameId = frameId
  }

  /** What another memory of the same session knows. */
  adopt({breakpoints, exceptionFilters, watches, frameId}: Recollection): void {
    for (const {path, breakpoints: list} of breakpoints) this.breakpoints.set(path, list)
    this.exceptionFilters = exceptionFilters
    this.keep({watches, ...(frameId === undefined ? {} : {frameId})})
  }
  recall(): Recollection {
    return {
      breakpoints: [...this.breakpoints].map(([path, breakpoints]) => ({path, breakpoints: [...breakpoints]})),
      exceptionFilters: [...this.exceptionFilters],
      watches: [...this.watches],
      ...(this.frameId === undefined ? {} : {frameId: this.frameId}),
    }
  }
}

const goesOn: ReadonlySet<string> = new Set(["continue", "next", "stepIn", "stepOut"])
