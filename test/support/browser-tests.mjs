/**
 * `npm run test:browser`: what only a browser shows, in a real Chromium. First dist/ is built; then come two kinds:
 *
 * - test/browser/: each file in a page of its own (page-tests.mjs).
 * - test/page/: the whole page driven from outside, as a person would use it (workbench-tests.mjs).
 *
 * The last line says `N passed, N failed`, over both.
 *
 *     node test/support/browser-tests.mjs [--only TEXT] [--no-build]
 *
 * --only runs the files whose path contains TEXT. --no-build takes dist/ as it is, to save time while writing tests.
 */
import {parseArgs} from "node:util"
import {chromiumFlags, findChromium} from "./chromium.mjs"
import {findPageTests, runPageTests} from "./page-tests.mjs"
import {prepareProduct} from "./product.mjs"
import {addTotals, reportTotals, runToExit} from "./totals.mjs"
import {findWorkbenchTests, runWorkbenchTests} from "./workbench-tests.mjs"

async function main() {
  const {values} = parseArgs({options: {only: {type: "string", default: ""}, "no-build": {type: "boolean"}}})
  const pageTests = findPageTests(values.only)
  const workbenchTests = findWorkbenchTests(values.only)
  if (pageTests.length + workbenchTests.length === 0) {
    throw new Error(`No file in test/browser/ or test/page/ matches "${values.only}".`)
  }
  const executablePath = findChromium()
  prepareProduct({build: !values["no-build"]})

  const totals = []
  const launchOptions = {executablePath, args: chromiumFlags}
  if (pageTests.length > 0) totals.push(await runPageTests(pageTests, {launchOptions}))
  if (workbenchTests.length > 0) totals.push(await runWorkbenchTests(workbenchTests))
  return reportTotals(addTotals(totals))
}

runToExit(main)
