/** Accessibility, as axe judges it. */
import axe from "axe-core"
import type {Workbench} from "./workbench-driver.ts"

/** What axe finds wrong, of any weight and against best practice too, as "rule: where". */
export async function violations({page}: Workbench): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source)
  return page.evaluate(askAxe)
}

/** Runs in the page, so it holds all that it needs. */
async function askAxe(): Promise<string[]> {
  const {axe} = globalThis as unknown as {axe: typeof import("axe-core")}
  const {violations} = await axe.run(document, {resultTypes: ["violations"]})
  return violations.flatMap(({id, nodes}) =>
    nodes.map(({target, any, all, none}) => {
      const [check] = [...any, ...all, ...none]
      return `${id}: ${target.flat().join(" ")} ${check?.message ?? ""}`
    }),
  )
}
