/** What the console does with a line of code: evaluates it in the selected frame of a stop, else in the kernel. */
import type {Kernel} from "../../client/face.ts"
import type {ProgramRun} from "../program/program-run.ts"
import {isLive} from "../program/run-state.ts"
import {failureOf, failureOfThrown} from "../words/failure.ts"
import {lineWords} from "../words/state-words.ts"
import {type ConsoleLog, evaluated} from "./console-log.ts"

/**
 * @param runner the other client whose program the kernel runs, in words
 * @param where the frame of the stop, in words
 */
export async function evaluateInConsole(
  code: string,
  log: ConsoleLog,
  run: ProgramRun,
  kernel: Kernel | undefined,
  runner: string | undefined,
  where: string | undefined,
): Promise<void> {
  const paused = run.state.kind === "paused"
  const words = paused ? "Working" : waitingWords(run, runner)
  const entry = log.ask(code, paused ? "stop" : "kernel", where, words)
  try {
    if (paused) {
      const body = await run.view.evaluate(code, "repl")
      const answer = evaluated(body, run.view, `console ${entry.id}`, code.trim())
      if (answer.kind === "value") run.view.marks.include(answer.tree)
      log.answer(entry, answer)
      return
    }
    if (!kernel) throw new Error("Lua has not started yet.")
    const reply = await kernel.execute(code)
    if (reply.status === "error") log.answer(entry, {kind: "error", failure: failureOf(reply)})
    else {
      const text = reply.result?.["text/plain"]
      log.answer(entry, typeof text === "string" ? {kind: "text", text} : {kind: "none"})
    }
  } catch (thrown) {
    log.answer(entry, {kind: "error", failure: failureOfThrown(thrown)})
  }
}

function waitingWords(run: ProgramRun, runner: string | undefined): string {
  if (isLive(run.state)) return "Waits until the program has ended"
  return runner === undefined ? "Working" : lineWords({place: 1, behind: runner})
}
