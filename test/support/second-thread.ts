/** A second thread for the tests of what is shared between threads: Node's worker_threads, running TypeScript sources. */
import {readFileSync} from "node:fs"
import {join} from "node:path"
import {Worker} from "node:worker_threads"
import {transformWithOxc} from "vite"

const root = join(import.meta.dirname, "../..")

/**
 * Runs `body` (JavaScript) in a thread, behind the source of one file that imports nothing (path from the root); it sees
 * `data`, and `report(value)`, which the promise resolves with. Rejects when it fails.
 */
export async function inThread<T>(file: string, body: string, data: unknown): Promise<T> {
  const {code} = await transformWithOxc(readFileSync(join(root, file), "utf8"), file)
  const source = `import {parentPort, workerData as data} from "node:worker_threads"
const report = value => parentPort.postMessage(value)
${code}
${body}`
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), {workerData: data})
  return new Promise<T>((resolve, reject) => {
    worker.once("message", value => {
      void worker.terminate()
      resolve(value)
    })
    worker.once("error", reject)
    worker.once("exit", code => reject(new Error(`The thread ended with ${code} and no report.`)))
  })
}
