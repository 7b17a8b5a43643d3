/** Accessibility, as axe judges it. */
import axe from "axe-core"
import type {Workbench} from "./workbench-driver.ts"

/** What axe finds wrong and holds for serious or critical, as "rule: where". */
export async function violations({page}: Workbench): Promise<string[]> {
  await page.evaluate(axe.source)
  const {violations} = await page.evaluate(() =>
    (globalThis as unknown as {axe: typeof axe}).axe.run(document, {resultTypes: ["violations"]}),
  )
  return violations
    .filter(({impact}) => impact === "serious" || impact === "critical")
    .flatMap(({id, nodes}) =>
      nodes.map(({target, any}) => `${id}: ${target.flat().join(" ")} ${any[0]?.message ?? ""}`),
    )
}
