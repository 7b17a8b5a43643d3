/**
 * `npm run test:browser`: the tests in test/browser/ in a real Chromium, each file in a page of its own.
 *
 * First dist/ is built, then the test files are bundled; both are served to the page, dist/ under /dist/. The pages are
 * cross-origin isolated, but for the tests in test/browser/not-isolated/, which run in a second pass without the
 * headers. The last line says `N passed, N failed`, over both passes.
 *
 *     node test/support/browser-tests.mjs [--only TEXT] [--no-build]
 *
 * --only runs the files whose path contains TEXT. --no-build takes dist/ as it is, to save time while writing tests.
 */
import {spawnSync} from "node:child_process"
import {cpSync, existsSync, mkdirSync, readdirSync, rmSync} from "node:fs"
import {basename, join} from "node:path"
import {parseArgs} from "node:util"
import {startTestRunner} from "@web/test-runner"
import {chromeLauncher} from "@web/test-runner-chrome"
import {build} from "vite"
import {chromiumFlags, findChromium} from "./chromium.mjs"
import {isolationHeaders} from "./serve.mjs"

const repository = join(import.meta.dirname, "../..")
/** A folder for each run: several may go on in one checkout, and a build meanwhile must not pull dist/ away. */
const workspace = join(repository, "node_modules/.cache/moonstep/browser-tests", String(process.pid))

const passes = [
  {name: "isolated", headers: isolationHeaders, takes: path => !path.startsWith("not-isolated/")},
  {name: "not isolated", headers: {}, takes: path => path.startsWith("not-isolated/")},
]

async function main() {
  const {values} = parseArgs({options: {only: {type: "string", default: ""}, "no-build": {type: "boolean"}}})
  const files = findTests().filter(file => `test/browser/${file}`.includes(values.only))
  if (files.length === 0) throw new Error(`No file in test/browser/ matches "${values.only}".`)
  const executablePath = findChromium()
  if (!values["no-build"]) buildProduct()
  prepareProduct()
  await bundleTests(files)

  const total = {passed: 0, failed: 0, skipped: 0}
  for (const pass of passes) {
    const taken = files.filter(pass.takes)
    if (taken.length === 0) continue
    console.log(`\n${pass.name[0].toUpperCase()}${pass.name.slice(1)} pages:`)
    const counts = await runPass(pass, taken, executablePath)
    for (const key of Object.keys(total)) total[key] += counts[key]
  }
  if (total.skipped > 0) console.log(`${total.skipped} skipped`)
  console.log(`${total.passed} passed, ${total.failed} failed`)
  return total.failed === 0 && total.passed > 0
}

/** Paths below test/browser/, with slashes. */
function findTests() {
  return readdirSync(join(repository, "test/browser"), {recursive: true})
    .map(path => path.replaceAll("\\", "/"))
    .filter(path => path.endsWith(".test.ts"))
    .sort()
}

function buildProduct() {
  const {status} = spawnSync("npm", ["run", "--silent", "build", "--", "--logLevel", "warn"], {
    cwd: repository,
    stdio: "inherit",
    shell: process.platform === "win32",
  })
  if (status !== 0) throw new Error('"npm run build" failed, so there is nothing to test.')
}

function prepareProduct() {
  const product = join(repository, "dist")
  if (!existsSync(product)) throw new Error('There is no dist/ to test. Run "npm run build", or leave --no-build away.')
  mkdirSync(workspace, {recursive: true})
  cpSync(product, join(workspace, "dist"), {recursive: true})
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

/** @returns {Promise<{passed: number, failed: number, skipped: number}>} */
async function runPass(pass, files, executablePath) {
  const runner = await startTestRunner({
    readCliArgs: false,
    readFileConfig: false,
    autoExitProcess: false,
    config: {
      rootDir: workspace,
      files: files.map(file => join(workspace, "tests", `${bundleName(file)}.js`)),
      browsers: [chromeLauncher({launchOptions: {executablePath, args: chromiumFlags}})],
      concurrency: 2,
      middleware: [
        async (context, next) => {
          context.set(pass.headers)
          await next()
        },
      ],
      testFramework: {config: {timeout: "60000"}},
      browserStartTimeout: 120_000,
      testsStartTimeout: 120_000,
      /** For a whole file; a page that a test froze doesn't answer Mocha's own limit. */
      testsFinishTimeout: 300_000,
    },
  })
  if (!runner) throw new Error("The test runner did not start.")
  await new Promise(resolve => runner.on("stopped", resolve))
  return countResults([...runner.sessions.all()])
}

/** A file that fails without a failing test (it didn't load, it gave no answer, it is empty) counts as one failure. */
function countResults(sessions) {
  const counts = {passed: 0, failed: 0, skipped: 0}
  for (const session of sessions) {
    const tests = session.testResults ? collectTests(session.testResults) : []
    const failed = tests.filter(test => !test.passed && !test.skipped).length
    const broken = failed === 0 && (!session.passed || tests.length === 0)
    if (session.passed && broken) console.error(`There is no test in ${basename(session.testFile)}.`)
    counts.passed += tests.filter(test => test.passed && !test.skipped).length
    counts.skipped += tests.filter(test => test.skipped).length
    counts.failed += broken ? 1 : failed
  }
  return counts
}

function collectTests(suite) {
  return [...suite.tests, ...suite.suites.flatMap(collectTests)]
}

process.once("exit", () => rmSync(workspace, {recursive: true, force: true}))

main()
  .catch(error => {
    console.error(error.message)
    return false
  })
  /** Not by process.exitCode: a browser that failed to close would keep the process alive. */
  .then(passed => process.exit(passed ? 0 : 1))
