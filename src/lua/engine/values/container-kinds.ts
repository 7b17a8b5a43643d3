/** What can be expanded, by what it is read from. */
import type {Container} from "../../../debugger/engine.ts"

export interface ScopeContainer extends Container {
  readonly kind: "locals" | "varargs" | "upvalues"
  readonly L: number
  readonly ci: number
}
/** A value kept alive by a registry reference. */
export interface ValueContainer extends Container {
  readonly kind: "table" | "function" | "userdata" | "thread" | "string"
  readonly reference: number
  /** An expression for it, where there is one. */
  readonly path?: string
  readonly isGlobals?: boolean
  /** Names of globals that mean something else where it is looked at. */
  readonly hidden?: ReadonlySet<string>
}
/** The value that a state is about to raise. */
export interface ThrownContainer extends Container {
  readonly kind: "thrown"
  readonly L: number
}
/** Several values at once, in the fields 1…count of a table. */
export interface ResultsContainer extends Container {
  readonly kind: "results"
  readonly reference: number
  readonly count: number
}
export type LuaContainer = ScopeContainer | ThrownContainer | ValueContainer | ResultsContainer
