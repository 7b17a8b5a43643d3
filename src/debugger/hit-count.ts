/** Which arrivals count. */
import {invalidParams} from "../protocol/errors.ts"
import {hitConditionRefusal, readHitCondition} from "../protocol/hit-condition.ts"
import type {HitRule} from "./engine.ts"

/** @throws invalid params for what is none */
export function parseHitCondition(text: string): HitRule {
  const rule = readHitCondition(text)
  if (!rule) throw invalidParams("setBreakpoints", hitConditionRefusal(text))
  return rule
}

/** Whether the n-th pass (1-based) stops. */
export function passes({operator, number}: HitRule, pass: number): boolean {
  switch (operator) {
    case ">=":
      return pass >= number
    case ">":
      return pass > number
    case "==":
      return pass === number
    case "%":
      return pass % number === 0
    case "<":
      return pass < number
    case "<=":
      return pass <= number
  }
}
