import {describe, expect, it} from "../support/in-browser.ts"

describe("The isolated server", () => {
  it("isolates the page", () => {
    expect(crossOriginIsolated).toBe(true)
  })

  it("lets shared memory be posted to a worker", async () => {
    const echo = "onmessage = ({data}) => { new Int32Array(data)[0] = 42; postMessage('written') }"
    const worker = new Worker(URL.createObjectURL(new Blob([echo], {type: "text/javascript"})))
    const memory = new SharedArrayBuffer(4)
    const answer = new Promise(resolve => worker.addEventListener("message", ({data}) => resolve(data)))
    worker.postMessage(memory)
    expect(await answer).toBe("written")
    expect(new Int32Array(memory)[0]).toBe(42)
    worker.terminate()
  })

  it("draws frames", async () => {
    expect(await new Promise(requestAnimationFrame)).toEqual(expect.any(Number))
  })
})
