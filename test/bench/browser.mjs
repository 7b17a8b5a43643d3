/**
 * A Chromium that nobody looks into. Playwright, or any other tool that speaks the DevTools protocol, changes what is
 * measured: with a debugger attached V8 notes a stack trace for each thrown wasm exception, and a program that switches
 * coroutines or catches errors becomes 10 times slower. So the page fetches its work from here and posts the answers.
 */
import {spawn} from "node:child_process"
import {once} from "node:events"
import {mkdtempSync, rmSync} from "node:fs"
import {createServer} from "node:http"
import {tmpdir} from "node:os"
import {join} from "node:path"
import {chromiumFlags, findChromium} from "../support/chromium.mjs"

/** The longest a single answer may take: a run of a slow condition takes some seconds. */
const answerLimitMs = 60_000

/** `--expose-gc`: kernels that have ended hold their address space until the page's garbage is collected, and it is finite. */
const flags = [
  ...chromiumFlags,
  "--headless=new",
  "--no-default-browser-check",
  "--disable-background-timer-throttling",
  "--disable-renderer-backgrounding",
  "--disable-backgrounding-occluded-windows",
]

/**
 * "optimised": WebAssembly is compiled by V8's optimising compiler from the start. It begins with a quick one, whose
 * code takes twice as long, goes over when a function has run a while, and never within one long call: two workers with
 * the same module are in different tiers for seconds, and a ratio would tell of that. "usual": as people have it.
 * @typedef {"optimised" | "usual"} Tiers
 */

/** Does one thing at a time: `open` a page, then `call` its methods. */
export class Browser {
  #server = createServer((request, response) => this.#serve(request, response))
  #profile = mkdtempSync(join(tmpdir(), "moonstep-bench-"))
  #process
  /** The response that the page waits for. */
  #idlePage
  #job
  #answer
  #address
  #tiers

  /** @param {Tiers} tiers */
  constructor(tiers) {
    this.#tiers = tiers
  }

  async start() {
    this.#server.listen(0)
    await once(this.#server, "listening")
    this.#address = `http://localhost:${this.#server.address().port}`
    const scriptFlags = `--js-flags=--expose-gc${this.#tiers === "optimised" ? ",--no-liftoff" : ""}`
    const args = [...flags, scriptFlags, `--user-data-dir=${this.#profile}`, `${this.#address}/start`]
    this.#process = spawn(findChromium(), args, {stdio: "ignore"})
    // also when this process is stopped from outside (bench.mjs makes an exit of the signals)
    process.once("exit", () => this.#process.kill())
    this.#process.once("exit", () => this.#answer?.reject(new Error("Chromium has ended.")))
  }

  /** @param {string} url of the page that runs page.ts */
  open(url) {
    return this.#ask({open: `${url}?driver=${encodeURIComponent(this.#address)}`})
  }
  /** A method of the page's `bench`. */
  call(method, ...args) {
    return this.#ask({method, args})
  }

  async close() {
    const ended = once(this.#process, "exit")
    this.#process.kill()
    await ended
    this.#server.close()
    this.#server.closeAllConnections()
    try {
      rmSync(this.#profile, {recursive: true, force: true, maxRetries: 10, retryDelay: 100})
    } catch {
      // its children may write a little longer; it is a temporary folder
    }
  }

  #ask(job) {
    let timer
    return new Promise((resolve, reject) => {
      this.#answer = {resolve, reject}
      timer = setTimeout(() => reject(new Error(`No answer to "${job.method ?? "open"}".`)), answerLimitMs)
      this.#job = job
      this.#give()
    }).finally(() => clearTimeout(timer))
  }

  #give() {
    if (!this.#job || !this.#idlePage) return
    this.#idlePage.end(JSON.stringify(this.#job))
    this.#job = undefined
    this.#idlePage = undefined
  }

  async #serve(request, response) {
    response.setHeader("Access-Control-Allow-Origin", "*")
    if (request.url === "/start") {
      response.setHeader("Content-Type", "text/html")
      response.end(`<script>fetch("/next").then(r => r.json()).then(job => location.replace(job.open))</script>`)
      return
    }
    if (request.url === "/next") {
      this.#idlePage = response
      this.#give()
      return
    }
    let body = ""
    for await (const part of request) body += part
    response.end()
    if (request.url !== "/done") return
    const {value, failure} = JSON.parse(body)
    if (failure === undefined) this.#answer?.resolve(value)
    else this.#answer?.reject(new Error(failure))
  }
}
