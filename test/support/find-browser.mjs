/**
 * Finds an installed browser for the tests, or installs one where that is nobody's loss: as root on a Debian, which in
 * practice is a container. What Chromium and Firefox differ in stands in chromium.mjs and firefox.mjs.
 */
import {spawnSync} from "node:child_process"
import {accessSync, constants, statSync} from "node:fs"
import {delimiter, join} from "node:path"

/**
 * @typedef {object} BrowserKind
 * @property {string} name for sentences: "Chromium"
 * @property {string} variable the environment variable that names the program; when set, nothing else is tried
 * @property {readonly string[]} commands names to look for on PATH, the preferred one first
 * @property {readonly string[]} places whole paths to try after that
 * @property {string} debianPackage
 */

/**
 * The path of the browser's program. Looks at the variable, PATH, the usual places, in this order; then installs.
 * @param {BrowserKind} kind
 * @param {{env?: NodeJS.ProcessEnv, install?: (packageName: string) => boolean}} [options] for tests
 * @returns {string}
 * @throws Error whose sentence says how to get one
 */
export function findBrowser(kind, {env = process.env, install = installDebianPackage} = {}) {
  const chosen = env[kind.variable]
  if (chosen) {
    if (isProgram(chosen)) return chosen
    throw new Error(
      `${kind.variable} is ${chosen}, which is no program. Set it to the path of ${kind.name}, or unset it.`,
    )
  }
  const found = findInstalled(kind, env)
  if (found) return found
  if (install(kind.debianPackage)) {
    const installed = findInstalled(kind, env)
    if (installed) return installed
  }
  throw new Error(
    `${kind.name} was not found. Install it (Debian and Ubuntu: "sudo apt-get install ${kind.debianPackage}"), ` +
      `or set ${kind.variable} to the path of its program.`,
  )
}

function findInstalled(kind, env) {
  const folders = (env.PATH ?? "").split(delimiter).filter(folder => folder !== "")
  const suffixes = process.platform === "win32" ? ["", ".exe"] : [""]
  const onPath = kind.commands.flatMap(command =>
    folders.flatMap(folder => suffixes.map(suffix => join(folder, command + suffix))),
  )
  return [...onPath, ...kind.places].find(isProgram)
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** False where it can't be done: not root, no apt-get, or apt-get failed (its own words are on stderr by then). */
function installDebianPackage(packageName) {
  const isRoot = process.getuid?.() === 0
  if (!isRoot || !isProgram("/usr/bin/apt-get")) return false
  console.error(`Installing ${packageName} for the browser tests …`)
  return runApt("update") && runApt("install", "-y", "--no-install-recommends", packageName)
}

function runApt(...args) {
  const env = {...process.env, DEBIAN_FRONTEND: "noninteractive"}
  /** Both streams to stderr: stdout belongs to the test results. */
  const {status} = spawnSync("apt-get", args, {env, stdio: ["ignore", 2, 2]})
  return status === 0
}
