/** Which errors stop the program: the kernel's filters, and the person's choice among them. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import type {DebugSession} from "../../client/face.ts"

export interface ExceptionFilter {
  readonly filter: string
  readonly label: string
  readonly enabled: boolean
}

export class ExceptionFilters {
  /** Before any session these are known: the person chooses among them from the first. */
  #all: readonly ExceptionFilter[] = [
    {filter: "uncaught", label: "Uncaught errors", enabled: true},
    {filter: "caught", label: "Caught errors", enabled: false},
  ]

  get all(): readonly ExceptionFilter[] {
    return this.#all
  }
  /** As setExceptionBreakpoints takes them. */
  get enabled(): string[] {
    return this.#all.filter(({enabled}) => enabled).map(({filter}) => filter)
  }

  set(filter: string, enabled: boolean): void {
    this.#all = this.#all.map(known => (known.filter === filter ? {...known, enabled} : known))
  }
  /** Those and no others. */
  choose(filters: readonly string[]): void {
    this.#all = this.#all.map(known => ({...known, enabled: filters.includes(known.filter)}))
  }

  /** Asks a session what it offers; the choice made before stays. */
  async ask(session: DebugSession): Promise<void> {
    const capabilities = await session
      .request<DebugProtocol.Capabilities | undefined>("initialize", {adapterID: "moonstep", linesStartAt1: true})
      .catch(() => undefined)
    const offered = capabilities?.exceptionBreakpointFilters ?? []
    if (offered.length === 0) return
    const chosen = new Map(this.#all.map(known => [known.filter, known]))
    this.#all = offered.map(({filter, label, default: byDefault}) => ({
      filter,
      label: chosen.get(filter)?.label ?? label,
      enabled: chosen.get(filter)?.enabled ?? byDefault ?? false,
    }))
  }

  async send(session: DebugSession): Promise<void> {
    await session.request("setExceptionBreakpoints", {filters: this.enabled})
  }
}
