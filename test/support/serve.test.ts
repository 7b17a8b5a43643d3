import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from "node:fs"
import {type IncomingMessage, request} from "node:http"
import {tmpdir} from "node:os"
import {join} from "node:path"
import {gunzipSync} from "node:zlib"
import {afterAll, beforeAll, describe, expect, it} from "vitest"
import {isolationHeaders, type StaticServer, serve} from "./serve.mjs"

const parent = mkdtempSync(join(tmpdir(), "moonstep-serve-"))
const script = "export const answer = 42\n".repeat(100)

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingMessage["headers"]
  readonly body: Buffer
}

/** By node:http, since `fetch` tidies up paths and unpacks bodies. */
function get(server: StaticServer, path: string, headers: Record<string, string> = {}, method = "GET") {
  return new Promise<Answer>((resolve, reject) => {
    const sent = request({host: "localhost", port: server.port, path, method, headers}, response => {
      const parts: Buffer[] = []
      response.on("data", part => parts.push(part))
      response.on("end", () => {
        resolve({status: response.statusCode, headers: response.headers, body: Buffer.concat(parts)})
      })
    })
    sent.on("error", reject)
    sent.end()
  })
}

describe("serve", () => {
  let server: StaticServer

  beforeAll(async () => {
    mkdirSync(join(parent, "dist/assets"), {recursive: true})
    mkdirSync(join(parent, "dist-secret"))
    writeFileSync(join(parent, "secret.txt"), "secret")
    writeFileSync(join(parent, "dist-secret/secret.txt"), "secret")
    symlinkSync(join(parent, "secret.txt"), join(parent, "dist/link.txt"))
    const files: Record<string, string> = {
      "index.html": "<!doctype html>",
      "moonstep.js": script,
      "assets/index-abc.js": script,
      "assets/vm-abc.wasm": "\0asm".repeat(1000),
      "assets/icon.woff2": "font".repeat(1000),
      "main.lua": "print('hi')",
      "app.webmanifest": "{}",
      "a.css": "",
      "a.svg": "<svg/>",
      "a.json": "{}",
      "a.unknown": "?",
      "with space.lua": "return 1",
    }
    for (const [path, text] of Object.entries(files)) writeFileSync(join(parent, "dist", path), text)
    server = await serve(join(parent, "dist"), {port: 0})
  })

  afterAll(async () => {
    await server.close()
    rmSync(parent, {recursive: true})
  })

  it.each([
    ["/", "text/html; charset=utf-8"],
    ["/moonstep.js", "text/javascript; charset=utf-8"],
    ["/assets/vm-abc.wasm", "application/wasm"],
    ["/assets/icon.woff2", "font/woff2"],
    ["/main.lua", "text/plain; charset=utf-8"],
    ["/app.webmanifest", "application/manifest+json; charset=utf-8"],
    ["/a.css", "text/css; charset=utf-8"],
    ["/a.svg", "image/svg+xml"],
    ["/a.json", "application/json; charset=utf-8"],
    ["/a.unknown", "application/octet-stream"],
    ["/with%20space.lua?x=1", "text/plain; charset=utf-8"],
  ])("gives %s the type %s", async (path, type) => {
    const answer = await get(server, path)
    expect([answer.status, answer.headers["content-type"]]).toEqual([200, type])
  })

  it.each(["/", "/moonstep.js", "/nowhere", "/../secret.txt"])("isolates %s", async path => {
    const {headers} = await get(server, path)
    for (const [name, value] of Object.entries(isolationHeaders)) expect(headers[name.toLowerCase()]).toBe(value)
  })

  it("leaves the isolation headers away when told to", async () => {
    const plain = await serve(join(parent, "dist"), {port: 0, isolated: false})
    const {headers} = await get(plain, "/")
    await plain.close()
    for (const name of Object.keys(isolationHeaders)) expect(headers).not.toHaveProperty(name.toLowerCase())
  })

  it("compresses text and wasm for those who accept it", async () => {
    for (const path of ["/moonstep.js", "/assets/vm-abc.wasm"]) {
      const plain = await get(server, path)
      const packed = await get(server, path, {"accept-encoding": "br, gzip;q=0.8"})
      expect(plain.headers).not.toHaveProperty("content-encoding")
      expect(packed.headers).toMatchObject({"content-encoding": "gzip", vary: "Accept-Encoding"})
      expect(packed.body.length).toBe(Number(packed.headers["content-length"]))
      expect(gunzipSync(packed.body)).toEqual(plain.body)
    }
  })

  it.each([
    ["/assets/icon.woff2", "gzip"],
    ["/main.lua", "gzip"],
    ["/moonstep.js", "gzip;q=0"],
    ["/moonstep.js", "br"],
  ])("does not compress %s for %s", async (path, encoding) => {
    const {headers} = await get(server, path, {"accept-encoding": encoding})
    expect(headers).not.toHaveProperty("content-encoding")
  })

  it("answers 304 to those who have the file", async () => {
    const first = await get(server, "/moonstep.js")
    const tag = String(first.headers.etag)
    const again = await get(server, "/moonstep.js", {"if-none-match": `"other", W/${tag}`})
    expect([again.status, again.body.length]).toEqual([304, 0])
    const packed = await get(server, "/moonstep.js", {"if-none-match": tag, "accept-encoding": "gzip"})
    expect(packed.status).toBe(200)
  })

  it("sees a changed file", async () => {
    const path = join(parent, "dist/changing.json")
    writeFileSync(path, "{}")
    const before = await get(server, "/changing.json")
    writeFileSync(path, '{"a":1}')
    const after = await get(server, "/changing.json", {"if-none-match": String(before.headers.etag)})
    expect([after.status, after.body.toString()]).toEqual([200, '{"a":1}'])
  })

  it("lets hashed assets be kept and has the rest asked for again", async () => {
    const rules = []
    for (const path of ["/assets/index-abc.js", "/", "/moonstep.js"]) {
      rules.push((await get(server, path)).headers["cache-control"])
    }
    expect(rules).toEqual(["public, max-age=31536000, immutable", "no-cache", "no-cache"])
  })

  it("answers HEAD with headers alone", async () => {
    const answer = await get(server, "/moonstep.js", {}, "HEAD")
    expect([answer.status, answer.headers["content-length"], answer.body.length]).toEqual([200, `${script.length}`, 0])
  })

  it.each([
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/..%5csecret.txt",
    "/assets/../../secret.txt",
    "/../dist-secret/secret.txt",
    "/link.txt",
    "/%00",
    "/%zz",
    "/nowhere.js",
    "/assets/",
    "/moonstep.js/",
  ])("refuses %s", async path => {
    const {status, body} = await get(server, path)
    expect([400, 404]).toContain(status)
    expect(body.toString()).not.toBe("secret")
  })

  it("sends folders to their address with a slash", async () => {
    const {status, headers} = await get(server, "/assets?x=1")
    expect([status, headers.location]).toEqual([301, "/assets/?x=1"])
  })

  it("refuses other methods", async () => {
    expect((await get(server, "/", {}, "POST")).status).toBe(405)
  })

  it("says in a sentence what keeps it from starting", async () => {
    await expect(serve(join(parent, "dist"), {port: server.port})).rejects.toThrow(
      `Port ${server.port} is taken by another program. Choose one with --port`,
    )
    await expect(serve(join(parent, "nowhere"), {port: 0})).rejects.toThrow('Run "npm run build" first')
  })
})
