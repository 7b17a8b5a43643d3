/** What tests need to know of the gate that any browser has. */
import type {StartOptions} from "../../src/moonstep.ts"
import {it} from "./in-browser.ts"

/** For a page as in a browser without JSPI: its workers, which have a scope of their own, are told by the gate alone. */
export function takeJspiOut(): void {
  for (const name of ["Suspending", "promising"]) Reflect.deleteProperty(WebAssembly, name)
}

/** For tests of what a program does inside of C functions' calls: by unwinding it can't stand there. */
export const itInCalls = ({gate}: StartOptions): typeof it => (gate === "unwinding" ? () => {} : it)
