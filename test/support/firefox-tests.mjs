/**
 * `npm run test:firefox`: the tests in test/browser/ in the stock Firefox, by WebDriver BiDi.
 *
 * First dist/ is built. The last line says `N passed, N failed`.
 *
 *     node test/support/firefox-tests.mjs [--only TEXT] [--no-build]
 *
 * --only runs the files whose path contains TEXT. --no-build takes dist/ as it is, to save time while writing tests.
 */
import {parseArgs} from "node:util"
import puppeteer from "puppeteer-core"
import {findFirefox} from "./firefox.mjs"
import {findPageTests, runPageTests} from "./page-tests.mjs"
import {prepareProduct, workspace} from "./product.mjs"
import {reportTotals, runToExit} from "./totals.mjs"

async function main() {
  const {values} = parseArgs({options: {only: {type: "string", default: ""}, "no-build": {type: "boolean"}}})
  const files = findPageTests(values.only)
  if (files.length === 0) throw new Error(`No file in test/browser/ matches "${values.only}".`)
  const executablePath = findFirefox()
  prepareProduct({build: !values["no-build"]})
  /** As root, Firefox refuses a HOME that is another user's, as the one of a CI container often is. */
  const env = {...process.env, HOME: workspace}
  return reportTotals(await runPageTests(files, {puppeteer, launchOptions: {browser: "firefox", executablePath, env}}))
}

runToExit(main)
