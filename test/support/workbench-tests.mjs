/** The tests in test/page/, which Vitest runs in Node: they drive the page from outside. */
import {readdirSync} from "node:fs"
import {join} from "node:path"
import {startVitest} from "vitest/node"
import {repository, workspace} from "./product.mjs"

/**
 * Paths in the repository, with slashes, of the test files whose path contains a text.
 * @param {string} text
 * @returns {string[]}
 */
export function findWorkbenchTests(text) {
  return readdirSync(join(repository, "test/page"))
    .map(name => `test/page/${name}`)
    .filter(path => path.endsWith(".test.ts") && path.includes(text))
    .sort()
}

/**
 * Runs test files against the product in the workspace.
 * @param {string[]} files as `findWorkbenchTests` gives them
 * @returns {Promise<import("./totals.mjs").Totals>}
 */
export async function runWorkbenchTests(files) {
  console.log("\nThe workbench:")
  process.env.MOONSTEP_DIST = join(workspace, "dist")
  const vitest = await startVitest("test", files, {
    root: repository,
    config: join(repository, "test/page/vitest.config.ts"),
    watch: false,
  })
  const modules = vitest.state.getTestModules()
  const tests = modules.flatMap(module => [...module.children.allTests()])
  const count = state => tests.filter(test => test.result().state === state).length
  /** A file that didn't load or is empty, a hook that failed, a stray error: each is a failure without a failing test. */
  const hasFailedTest = module => [...module.children.allTests("failed")].length > 0
  const broken = modules.filter(module => module.state() === "failed" && !hasFailedTest(module)).length
  const stray = vitest.state.getUnhandledErrors().length
  await vitest.close()
  return {passed: count("passed"), failed: count("failed") + broken + stray, skipped: count("skipped")}
}
