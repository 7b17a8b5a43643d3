/** Hit conditions as VS Code writes them: "> 5", ">= 3", "== 3", "% 10", or a plain number (that pass only). */

export interface HitCondition {
  readonly operator: ">=" | ">" | "==" | "%" | "<" | "<="
  readonly number: number
}

const form = /^(>=|>|={1,3}|%|<=|<)?\s*(\d{1,9})$/

/** Undefined for anything else. */
export function readHitCondition(text: string): HitCondition | undefined {
  const match = form.exec(text.trim())
  const number = Number(match?.[2])
  if (!match || number === 0) return undefined
  const sign = match[1] ?? "=="
  return {operator: sign.startsWith("=") ? "==" : (sign as HitCondition["operator"]), number}
}

/** Why it is refused. */
export function hitConditionRefusal(text: string): string {
  return `Invalid hit condition "${text}". Expected an expression like "> 42" or "== 2".`
}
