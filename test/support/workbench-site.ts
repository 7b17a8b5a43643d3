/** Serves the product as its host should: by serve.mjs, with the strictest Content-Security-Policy that it promises to work under. */
import {createServer, request} from "node:http"
import type {AddressInfo} from "node:net"
import {type ServeOptions, type StaticServer, serve} from "./serve.mjs"

export const contentSecurityPolicy = "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'"

/** The policy stands on every response: a worker's own script brings the policy that the worker lives under. */
export async function serveWorkbench(dist: string, options: ServeOptions): Promise<StaticServer> {
  const origin = await serve(dist, {...options, port: 0})
  const server = createServer(({url, method, headers}, response) => {
    const inner = request(`${origin.url}${url}`, {method, headers}, answer => {
      response.writeHead(answer.statusCode ?? 500, {
        ...answer.headers,
        "Content-Security-Policy": contentSecurityPolicy,
      })
      answer.pipe(response)
    })
    inner.on("error", () => response.destroy())
    inner.end()
  })
  await new Promise<void>(listening => server.listen(0, listening))
  const {port} = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}`,
    port,
    async close() {
      server.closeAllConnections()
      await Promise.all([new Promise<void>(closed => server.close(() => closed())), origin.close()])
    },
  }
}
