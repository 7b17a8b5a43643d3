/**
 * A static file server for dist/, by node:http alone: `node test/support/serve.mjs DIR [--port 4173] [--no-isolation]`.
 *
 * It does what a host of Moonstep must do: the right types (a browser refuses a worker or wasm of the wrong one), the
 * four headers that make a page cross-origin isolated, compression, and caching by the rule of Vite's output: what
 * lies under assets/ has its hash in its name and never changes, everything else is asked for again each time.
 */
import {createHash} from "node:crypto"
import {readFile, realpath, stat} from "node:fs/promises"
import {createServer} from "node:http"
import {extname, join, resolve, sep} from "node:path"
import {parseArgs, promisify} from "node:util"
import {gzip} from "node:zlib"

const compress = promisify(gzip)

/** With all four on every response a page is isolated in every embedding that was tried. */
export const isolationHeaders = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "Document-Isolation-Policy": "isolate-and-require-corp",
}

const types = {
  ".css": "text/css; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".lua": "text/plain; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".xml": "application/xml; charset=utf-8",
}

/** The others are compressed already. */
const compressible = /^(text\/|application\/(json|manifest|wasm|xml)|image\/svg)/

/** Below this gzip saves less than its own frame and the header cost. */
const smallestCompressed = 512

/**
 * Serves the folder `dir`. Port 0 takes a free one; `isolated: false` leaves the four headers away.
 * @param {string} dir
 * @param {{port?: number, isolated?: boolean, host?: string}} [options]
 * @returns {Promise<{url: string, port: number, close(): Promise<void>}>}
 */
export async function serve(dir, {port = 4173, isolated = true, host} = {}) {
  const root = await realpath(dir).catch(() => {
    throw new Error(`There is no folder ${resolve(dir)} to serve. Run "npm run build" first.`)
  })
  const files = new FileCache()
  const server = createServer((request, response) => {
    if (isolated) for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value)
    answer(root, files, request, response).catch(error => {
      console.error(error)
      if (!response.headersSent) refuse(response, 500, "The server failed to read this file.")
      else response.destroy()
    })
  })
  await new Promise((done, fail) => {
    server.once("error", error => fail(describeListenError(error, port)))
    server.listen(port, host, done)
  })
  const address = server.address()
  return {
    url: `http://localhost:${address.port}`,
    port: address.port,
    close: () =>
      new Promise(done => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

async function answer(root, files, request, response) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("Allow", "GET, HEAD")
    return refuse(response, 405, "Only GET and HEAD are served here.")
  }
  const [address, query] = splitOnce(request.url ?? "/", "?")
  const pathname = decodePath(address)
  if (pathname === undefined) return refuse(response, 400, "This address can't be read.")
  const found = await findFile(root, pathname)
  if (found === undefined) return refuse(response, 404, `There is no ${pathname} here.`)
  if (found.redirect) {
    response.setHeader("Location", `${address}/${query === undefined ? "" : `?${query}`}`)
    return refuse(response, 301, "The folder's address ends with a slash.")
  }

  const file = await files.read(found.path, found.stats)
  const type = types[extname(found.path).toLowerCase()] ?? "application/octet-stream"
  response.setHeader("Content-Type", type)
  response.setHeader("X-Content-Type-Options", "nosniff")
  response.setHeader("Cache-Control", cacheRule(pathname))
  const mayCompress = compressible.test(type) && file.body.length >= smallestCompressed
  if (mayCompress) response.setHeader("Vary", "Accept-Encoding")
  const compressed = mayCompress && acceptsGzip(request.headers["accept-encoding"])
  /** Each encoding is an entity of its own, so it has a tag of its own. */
  const etag = compressed ? `"${file.hash}-gzip"` : `"${file.hash}"`
  response.setHeader("ETag", etag)
  if (matches(request.headers["if-none-match"], etag)) {
    response.writeHead(304)
    return response.end()
  }
  const body = compressed ? await file.gzipped() : file.body
  if (compressed) response.setHeader("Content-Encoding", "gzip")
  response.setHeader("Content-Length", body.length)
  response.writeHead(200)
  response.end(request.method === "HEAD" ? undefined : body)
}

function refuse(response, status, sentence) {
  response.setHeader("Content-Type", "text/plain; charset=utf-8")
  response.setHeader("Cache-Control", "no-cache")
  response.writeHead(status)
  response.end(response.req.method === "HEAD" ? undefined : `${sentence}\n`)
}

/** Not parsed by URL, which would resolve the dots of `/../` before they can be refused. */
function decodePath(address) {
  try {
    const path = decodeURIComponent(address)
    const parts = path.split(/[/\\]/)
    return path.startsWith("/") && !path.includes("\0") && !parts.includes("..") ? path : undefined
  } catch {
    return undefined
  }
}

/** The file of an address, its folder's index.html, or nothing. Links that lead out of the root lead nowhere. */
async function findFile(root, pathname) {
  const wanted = join(root, pathname)
  const path = await realpath(wanted).catch(() => undefined)
  if (path === undefined || !isWithin(root, path)) return undefined
  const stats = await stat(path)
  if (stats.isFile()) return pathname.endsWith("/") ? undefined : {path, stats}
  if (!stats.isDirectory()) return undefined
  if (!pathname.endsWith("/")) return {redirect: true}
  return findFile(root, `${pathname}index.html`)
}

function isWithin(root, path) {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)
}

function cacheRule(pathname) {
  return /(^|\/)assets\/[^/]+$/.test(pathname) ? "public, max-age=31536000, immutable" : "no-cache"
}

/** "gzip", "br, gzip;q=0.5", "*"; not "gzip;q=0". */
function acceptsGzip(header = "") {
  const weights = new Map(
    header.split(",").map(entry => {
      const [name, ...parameters] = entry.split(";").map(part => part.trim())
      const quality = parameters.find(parameter => parameter.startsWith("q="))
      return [name.toLowerCase(), quality === undefined ? 1 : Number(quality.slice(2))]
    }),
  )
  return (weights.get("gzip") ?? weights.get("*") ?? 0) > 0
}

/** RFC 9110, 13.1.2: a list of tags, compared weakly. */
function matches(header, etag) {
  if (header === undefined) return false
  const tags = header.split(",").map(tag => tag.trim().replace(/^W\//, ""))
  return tags.includes("*") || tags.includes(etag)
}

/** Read files and their compressed forms, until a file's size or time of change differs. */
class FileCache {
  #entries = new Map()

  async read(path, stats) {
    const key = `${stats.size} ${stats.mtimeMs}`
    const known = this.#entries.get(path)
    if (known?.key === key) return known
    const body = await readFile(path)
    const hash = createHash("sha256").update(body).digest("base64url").slice(0, 22)
    let gzipped
    const entry = {
      key,
      body,
      hash,
      gzipped: () => {
        gzipped ??= compress(body)
        return gzipped
      },
    }
    this.#entries.set(path, entry)
    return entry
  }
}

function splitOnce(text, separator) {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function describeListenError(error, port) {
  if (error.code === "EADDRINUSE") {
    return new Error(`Port ${port} is taken by another program. Choose one with --port, e.g. --port ${port + 1}.`)
  }
  if (error.code === "EACCES")
    return new Error(`Port ${port} isn't allowed for you. Choose one above 1023 with --port.`)
  return error
}

async function main() {
  const {values, positionals} = parseArgs({
    allowPositionals: true,
    options: {
      port: {type: "string", default: "4173"},
      "no-isolation": {type: "boolean", default: false},
    },
  })
  const port = Number(values.port)
  if (positionals.length !== 1) throw new Error("Usage: node test/support/serve.mjs DIR [--port 4173] [--no-isolation]")
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`${values.port} is no port: 0 to 65535.`)
  const server = await serve(positionals[0], {port, isolated: !values["no-isolation"]})
  console.log(`Moonstep is served on ${server.url}`)
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.close())
}

const startedHere = import.meta.filename === (await realpath(process.argv[1] ?? "").catch(() => undefined))
if (startedHere) {
  main().catch(error => {
    console.error(error.message)
    process.exitCode = 1
  })
}
