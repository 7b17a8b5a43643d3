/** What the fields of the breakpoint form refuse, and why: before a program runs into it. */
import {hitConditionRefusal, readHitCondition} from "../../src/protocol/hit-condition.ts"
import {parseLogMessage} from "../../src/protocol/log-message.ts"
import {expressionProblem, isAssignment} from "./text-problems.ts"

/** Why a condition can't be one; undefined: it can. */
export function conditionProblem(condition: string): string | undefined {
  if (isAssignment(condition))
    return `This assigns. To compare, write \`${condition.replace(/([^=~<>])=(?!=)/, "$1==")}\`.`
  return expressionProblem(condition)
}

/** Why one of the `{expressions}` of a log message is none. */
export function logMessageProblem(message: string): string | undefined {
  for (const piece of parseLogMessage(message, text => expressionProblem(text) === undefined)) {
    const problem = piece.kind === "expression" ? expressionProblem(piece.expression) : undefined
    if (piece.kind === "expression" && problem !== undefined) return `{${piece.expression}}: ${problem}`
  }
  return undefined
}

export function hitCountProblem(hitCondition: string): string | undefined {
  return readHitCondition(hitCondition) ? undefined : hitConditionRefusal(hitCondition)
}
