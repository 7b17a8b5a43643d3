/** A second thread for the tests of what is shared between threads: Node's worker_threads, running TypeScript sources. */
import {readFileSync} from "node:fs"
import {join} from "node:path"
import {Worker} from "node:worker_threads"
import {transformWithOxc} from "vite"
import {createDeferred} from "../../src/base/deferred.ts"

const root = join(import.meta.dirname, "../..")

/**
 * Runs `body` (JavaScript) in a thread, behind the source of one file that imports nothing (path from the root); it sees
 * `data`, and `report(value)`. Resolves once it runs: a thread that blocks before keeps it from starting.
 * @returns what it reports; rejects when it fails
 */
export async function inThread<T>(file: string, body: string, data: unknown): Promise<{readonly reported: Promise<T>}> {
  const {code} = await transformWithOxc(readFileSync(join(root, file), "utf8"), file)
  const source = `import {parentPort, workerData as data} from "node:worker_threads"
const report = value => parentPort.postMessage(value)
report("begun")
${code}
${body}`
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), {workerData: data})
  const begun = createDeferred<void>()
  const end = createDeferred<T>()
  worker.once("message", () => {
    begun.resolve()
    worker.once("message", value => {
      void worker.terminate()
      end.resolve(value)
    })
  })
  const fail = (error: Error) => {
    begun.reject(error)
    end.reject(error)
  }
  worker.once("error", fail)
  worker.once("exit", code => fail(new Error(`The thread ended with ${code} and no report.`)))
  end.promise.catch(() => {})
  await begun.promise
  return {reported: end.promise}
}
