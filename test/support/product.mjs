/** The built product as the browser tests use it: a copy of dist/ in a folder of the run's own. */
import {spawnSync} from "node:child_process"
import {cpSync, existsSync, mkdirSync, rmSync} from "node:fs"
import {join} from "node:path"

export const repository = join(import.meta.dirname, "../..")

/** A folder for each run: several may go on in one checkout, and a build meanwhile must not pull dist/ away. */
export const workspace = join(repository, "node_modules/.cache/moonstep/browser-tests", String(process.pid))

/**
 * Builds dist/, unless it is to be taken as it is, and copies it into the workspace as dist/.
 * @param {{build: boolean}} options
 * @throws Error with a sentence when there is no product to test
 */
export function prepareProduct({build}) {
  if (build) buildProduct()
  const product = join(repository, "dist")
  if (!existsSync(product)) throw new Error('There is no dist/ to test. Run "npm run build", or leave --no-build away.')
  mkdirSync(workspace, {recursive: true})
  cpSync(product, join(workspace, "dist"), {recursive: true})
  process.once("exit", () => rmSync(workspace, {recursive: true, force: true}))
}

function buildProduct() {
  const {status} = spawnSync("npm", ["run", "--silent", "build", "--", "--logLevel", "warn"], {
    cwd: repository,
    stdio: "inherit",
    shell: process.platform === "win32",
  })
  if (status !== 0) throw new Error('"npm run build" failed, so there is nothing to test.')
}
