/** Hit conditions as VS Code writes them: "> 5", ">= 3", "== 3", "% 10", or a plain number (that pass only). */
import {invalidParams} from "../protocol/errors.ts"
import type {HitRule} from "./engine.ts"

const form = /^(>=|>|={1,3}|%|<=|<)?\s*(\d{1,9})$/

/** @throws invalid params for anything else */
export function parseHitCondition(text: string): HitRule {
  const match = form.exec(text.trim())
  const number = Number(match?.[2])
  if (!match || number === 0)
    throw invalidParams(
      "setBreakpoints",
      `Invalid hit condition "${text}". Expected an expression like "> 42" or "== 2".`,
    )
  const sign = match[1] ?? "=="
  return {operator: sign.startsWith("=") ? "==" : (sign as HitRule["operator"]), number}
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
