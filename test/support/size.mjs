/**
 * `npm run size`: what the first load of the workbench transfers, gzipped, against a budget.
 *
 * It follows index.html to its scripts and links, scripts to their static imports, style sheets to what they name; and
 * adds what a browser fetches without an import to follow (`fetchedByName`). Code behind a dynamic `import()` is not
 * counted: that is what it is for.
 */
import {readdirSync, readFileSync, realpathSync, statSync} from "node:fs"
import {join, posix} from "node:path"
import {gzipSync} from "node:zlib"
import {parseSync} from "vite"

/** In kB of 1000 bytes: 2.5 s at 1.6 Mbit/s (slow mobile), once, since all of it is cached. */
export const budgetKilobytes = 500

/** Files that the first load asks for by an address in code. "largest": one of them is chosen at run time. */
const fetchedByName = [
  {pattern: "assets/*.wasm", count: "largest"},
  {pattern: "assets/*worker*.js", count: "all"},
  {pattern: "service-worker.js", count: "all"},
  {pattern: "assets/*.woff2", count: "all"},
  {pattern: "assets/*.ttf", count: "all"},
]

/**
 * The files of the first load, the largest first.
 * @param {string} dist
 * @returns {{path: string, bytes: number, gzipped: number}[]}
 * @throws Error with a sentence when there is no build, or it names a file that it lacks
 */
export function measureFirstLoad(dist) {
  if (!isFile(join(dist, "index.html"))) {
    throw new Error(`There is no ${join(dist, "index.html")} to measure. Run "npm run build" first.`)
  }
  const files = new Map()
  const waiting = ["index.html", ...findByName(dist)]
  while (waiting.length > 0) {
    const path = waiting.pop()
    if (files.has(path)) continue
    const content = readFileSync(join(dist, path))
    files.set(path, {path, bytes: content.length, gzipped: gzipSync(content).length})
    for (const address of findAddresses(path, content)) {
      const target = resolveAddress(path, address)
      if (target === undefined) continue
      if (!isFile(join(dist, target))) throw new Error(`${path} names ${address}, which is not in ${dist}.`)
      waiting.push(target)
    }
  }
  return [...files.values()].sort((a, b) => b.gzipped - a.gzipped)
}

function findByName(dist) {
  const paths = readdirSync(dist, {recursive: true})
    .map(path => path.replaceAll("\\", "/"))
    .filter(path => isFile(join(dist, path)))
  return fetchedByName.flatMap(({pattern, count}) => {
    const matching = paths.filter(path => matchesGlob(path, pattern))
    if (count === "all") return matching
    const size = path => gzipSync(readFileSync(join(dist, path))).length
    return matching.sort((a, b) => size(b) - size(a)).slice(0, 1)
  })
}

/** `*` stands for anything but a slash. */
function matchesGlob(path, pattern) {
  const parts = pattern.split("*").map(part => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
  return new RegExp(`^${parts.join("[^/]*")}$`).test(path)
}

/** The addresses that a browser fetches at once when it has the file. */
function findAddresses(path, content) {
  const text = content.toString()
  if (path.endsWith(".html")) return findInHtml(text)
  if (path.endsWith(".css")) return findInCss(text)
  if (path.endsWith(".js")) return findInScript(path, text)
  return []
}

const fetchedLinks = /\brel=["']?[^"'>]*\b(stylesheet|modulepreload|preload|icon|manifest)\b/i

function findInHtml(text) {
  const tags = text.replace(/<!--[\s\S]*?-->/g, "").match(/<(script|link)\b[^>]*>/gi) ?? []
  return tags.flatMap(tag => {
    if (/^<link/i.test(tag) && !fetchedLinks.test(tag)) return []
    const match = /\s(?:src|href)=(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag)
    return match ? [match[1] ?? match[2] ?? match[3]] : []
  })
}

function findInCss(text) {
  const plain = text.replace(/\/\*[\s\S]*?\*\//g, "")
  const urls = [...plain.matchAll(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)'"\s]+))\s*\)/g)]
  const imports = [...plain.matchAll(/@import\s+(?:"([^"]*)"|'([^']*)')/g)]
  return [...urls, ...imports].map(match => match[1] ?? match[2] ?? match[3])
}

function findInScript(path, text) {
  const {module} = parseSync(path, text)
  const reexports = module.staticExports.flatMap(({entries}) => entries.flatMap(entry => entry.moduleRequest ?? []))
  const imports = module.staticImports.map(({moduleRequest}) => moduleRequest)
  return [...imports, ...reexports].map(request => request.value)
}

/** The path below dist/; undefined for what isn't a file of ours: data URLs, other hosts, "#filter". */
function resolveAddress(from, address) {
  if (address === "" || /^([a-z][a-z0-9+.-]*:|\/\/|#)/i.test(address)) return undefined
  const path = address.replace(/[?#].*$/, "")
  return path.startsWith("/") ? posix.normalize(path.slice(1)) : posix.join(posix.dirname(from), path)
}

function isFile(path) {
  return statSync(path, {throwIfNoEntry: false})?.isFile() ?? false
}

/**
 * The table, and the sentence when the budget is broken.
 * @param {ReturnType<typeof measureFirstLoad>} files
 * @returns {{text: string, withinBudget: boolean}}
 */
export function reportSizes(files) {
  const sum = key => files.reduce((total, file) => total + file[key], 0)
  const rows = [...files, {path: "in all", bytes: sum("bytes"), gzipped: sum("gzipped")}]
  const title = "first load"
  const width = Math.max(title.length, ...rows.map(row => row.path.length))
  const line = (path, size, gzipped) => `${path.padEnd(width)}  ${size.padStart(10)}  ${gzipped.padStart(10)}`
  const table = [line(title, "size", "gzipped"), ...rows.map(row => line(row.path, kB(row.bytes), kB(row.gzipped)))]
  const excess = sum("gzipped") - budgetKilobytes * 1000
  if (excess <= 0) {
    return {text: [...table, `${kB(-excess)} of ${budgetKilobytes} kB are left.`].join("\n"), withinBudget: true}
  }
  const largest = files.slice(0, 3).map(file => `${file.path} (${kB(file.gzipped)})`)
  const sentence =
    `The first load is ${kB(excess)} over its budget of ${budgetKilobytes} kB gzipped. ` +
    `The largest files are ${largest.join(", ")}.`
  return {text: [...table, sentence].join("\n"), withinBudget: false}
}

function kB(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`
}

function main() {
  try {
    const {text, withinBudget} = reportSizes(measureFirstLoad(process.argv[2] ?? "dist"))
    console.log(text)
    if (!withinBudget) process.exitCode = 1
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}

const startedPath = process.argv[1] ?? ""
if (isFile(startedPath) && realpathSync(startedPath) === import.meta.filename) main()
