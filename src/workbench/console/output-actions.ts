/** What can be done with what the program writes, and with what it asks for. */
import type {KernelLink} from "../program/kernel-link.ts"
import type {ConsoleLog} from "./console-log.ts"
import type {OutputLog} from "./output-log.ts"

export interface OutputParts {
  readonly output: OutputLog
  readonly console: ConsoleLog
  readonly link: KernelLink
}

export function outputActions({output, console, link}: OutputParts) {
  return {
    "clear-output": () => output.clear(),
    /** Of a line that is cut. */
    "show-more": ({id}: {readonly id: number}) => {
      for (const log of [output, ...console.entries.map(entry => entry.output)]) log.showMore(id)
    },
    "answer-input": ({text}: {readonly text: string | null}) => link.answer(text),
  }
}
