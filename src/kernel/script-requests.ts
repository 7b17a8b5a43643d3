/** What a program asks for by functions of its own: messages and displays go the way of its output, the rest to its session. */
import type {Decision, ScriptDisplay, ScriptListener, ScriptMessage} from "../debugger/engine.ts"
import type {DebugSession} from "../debugger/session.ts"
import type {OutputBatcher} from "./output.ts"

export class ScriptRequests implements ScriptListener {
  private readonly output: OutputBatcher
  private readonly session: () => DebugSession | undefined

  /** @param session the one whose program runs */
  constructor(output: OutputBatcher, session: () => DebugSession | undefined) {
    this.output = output
    this.session = session
  }

  handleMessage({level, text, group, path, line}: ScriptMessage): void {
    this.output.tell({name: "message", text, level, ...(group ? {group} : {}), ...placeOf(path, line)})
  }
  handleDisplay({data, path, line}: ScriptDisplay): void {
    this.output.tell({name: "display", text: "", data, ...placeOf(path, line)})
  }
  handleClear(): void {
    this.output.tell({name: "clear", text: ""})
  }
  handlePause(thread: number, reason: string | undefined): Decision {
    return this.session()?.handlePause(thread, reason)
  }
  isDebugging(): boolean {
    return this.session()?.isDebugging === true
  }
  addBreakpoint(path: string, line: number, condition: string | undefined): number | undefined {
    return this.session()?.addBreakpoint(path, line, condition)
  }
  removeBreakpoints(path: string, line: number): boolean {
    return this.session()?.removeBreakpoints(path, line) === true
  }
}

const placeOf = (path: string | undefined, line: number | undefined) =>
  path === undefined ? {} : {source: path, ...(line === undefined ? {} : {line})}
