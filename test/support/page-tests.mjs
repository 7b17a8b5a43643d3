/**
 * The tests in test/browser/, each file in a page of its own, in any browser that Puppeteer drives.
 *
 * The test files are bundled and served to the page, the product under /dist/. The pages are cross-origin isolated,
 * but for the tests in test/browser/not-isolated/, which run in a second pass without the headers.
 */
import {readdirSync} from "node:fs"
import {join, relative} from "node:path"
import {setTimeout as sleep} from "node:timers/promises"
import {startTestRunner} from "@web/test-runner"
import {chromeLauncher} from "@web/test-runner-chrome"
import {build} from "vite"
import {fileMs, runMs, testMs} from "./patience.mjs"
import {repository, workspace} from "./product.mjs"
import {isolationHeaders} from "./serve.mjs"
import {addTotals, complain} from "./totals.mjs"

/** With VITE_FULL_STRESS=1 the tests under stress take the numbers of the project's bars. */
const isFull = process.env.VITE_FULL_STRESS === "1"

const passes = [
  {name: "isolated", headers: isolationHeaders, takes: path => !path.startsWith("not-isolated/")},
  {name: "not isolated", headers: {}, takes: path => path.startsWith("not-isolated/")},
]

/**
 * Paths of the test files whose path in the repository contains a text, below test/browser/ and with slashes.
 * @param {string} text
 * @returns {string[]}
 */
export function findPageTests(text) {
  return readdirSync(join(repository, "test/browser"), {recursive: true})
    .map(path => path.replaceAll("\\", "/"))
    .filter(path => path.endsWith(".test.ts") && `test/browser/${path}`.includes(text))
    .sort()
}

/**
 * Runs test files; the product must lie in the workspace.
 * @param {string[]} files as `findPageTests` gives them
 * @param {Parameters<typeof chromeLauncher>[0]} browser what Puppeteer is to launch: Chrome's launcher drives Firefox too
 * @returns {Promise<import("./totals.mjs").Totals>}
 */
export async function runPageTests(files, browser) {
  await bundleTests(files)
  const limit = sleep(runMs, "over", {ref: false})
  const counts = []
  for (const pass of passes) {
    const taken = files.filter(pass.takes)
    if (taken.length === 0) continue
    console.log(`\n${pass.name[0].toUpperCase()}${pass.name.slice(1)} pages:`)
    counts.push(await runPass(pass, taken, browser, limit))
  }
  return addTotals(counts)
}

/** One module a test file, at /tests/; none of the project's own plugins, since what they make is in dist/. */
async function bundleTests(files) {
  await build({
    configFile: false,
    root: repository,
    base: "/tests/",
    publicDir: false,
    logLevel: "warn",
    build: {
      outDir: join(workspace, "tests"),
      target: "esnext",
      minify: false,
      modulePreload: false,
      sourcemap: "inline",
      rolldownOptions: {
        input: Object.fromEntries(files.map(file => [bundleName(file), join(repository, "test/browser", file)])),
        external: /^\/dist\//,
        output: {entryFileNames: "[name].js"},
      },
    },
  })
}

function bundleName(file) {
  return file.replace(/\.ts$/, "")
}

/**
 * A window for each page. In a tab that another one hides no frame is drawn, and Firefox lets a timer pass once a
 * second: Mocha, which goes from test to test by timers, then takes minutes. A context of its own is what gives the
 * page a window in Chromium, the type does in Firefox.
 */
const createPage = async ({browser}) => (await browser.createBrowserContext()).newPage({type: "window"})

async function runPass(pass, files, {launchOptions, ...browser}, limit) {
  // Puppeteer takes flags out of the list that it is given, and each pass launches anew
  const ownOptions = {
    ...launchOptions,
    args: [...(launchOptions.args ?? []), ...(isFull ? ["--js-flags=--expose-gc"] : [])],
  }
  const runner = await startTestRunner({
    readCliArgs: false,
    readFileConfig: false,
    autoExitProcess: false,
    config: {
      rootDir: workspace,
      files: files.map(file => join(workspace, "tests", `${bundleName(file)}.js`)),
      browsers: [chromeLauncher({...browser, launchOptions: ownOptions, createPage})],
      /** Most of what the tests do is waiting: for patience to end, for another process. */
      concurrency: 5,
      middleware: [
        async (context, next) => {
          context.set(pass.headers)
          await next()
        },
      ],
      testFramework: {config: {timeout: String(testMs)}},
      browserStartTimeout: testMs,
      testsStartTimeout: testMs,
      /** A page that a test froze doesn't answer Mocha's own limit. */
      testsFinishTimeout: fileMs,
    },
  })
  if (!runner) throw new Error("The test runner did not start.")
  const stopped = new Promise(resolve => runner.on("stopped", resolve))
  const isOver = (await Promise.race([stopped, limit])) === "over"
  const counts = countResults([...runner.sessions.all()])
  if (!isOver) return counts
  complain(`The ${pass.name} pages did not end: the browser tests may take ${runMs / 1000} s in all.`)
  return {...counts, failed: Math.max(counts.failed, 1)}
}

/** A file that fails without a failing test (it didn't load or end, it is empty) counts as one failure. */
function countResults(sessions) {
  const counts = {passed: 0, failed: 0, skipped: 0}
  for (const session of sessions) {
    const tests = session.testResults ? collectTests(session.testResults) : []
    const failed = tests.filter(test => !test.passed && !test.skipped).length
    const complaint = failed === 0 ? fileComplaint(session, tests) : undefined
    if (complaint) complain(`${sourceName(session.testFile)}: ${complaint}`)
    counts.passed += tests.filter(test => test.passed && !test.skipped).length
    counts.skipped += tests.filter(test => test.skipped).length
    counts.failed += complaint ? 1 : failed
  }
  return counts
}

/** What is wrong with a file of which no test failed. */
function fileComplaint(session, tests) {
  if (session.status !== "FINISHED") return "it had not ended when the time for all was over."
  if (!session.passed) return session.errors.map(error => error.message).join(" ") || "it failed outside of its tests."
  return tests.length === 0 ? "there is no test in it." : undefined
}

/** The test file that a bundle was made of, as a path in the repository. */
function sourceName(bundle) {
  const path = relative(join(workspace, "tests"), bundle).replaceAll("\\", "/")
  return `test/browser/${path.replace(/\.js$/, ".ts")}`
}

function collectTests(suite) {
  return [...suite.tests, ...suite.suites.flatMap(collectTests)]
}
