import {describe, expect, it} from "vitest"
import {Emitter} from "../../src/base/emitter.ts"

interface Events {
  line: number
  ended: undefined
}

function emitterWithErrors() {
  const errors: [unknown, PropertyKey][] = []
  return {emitter: new Emitter<Events>((error, event) => errors.push([error, event])), errors}
}

describe("Emitter", () => {
  it("calls listeners of the event, in the order they came", () => {
    const {emitter} = emitterWithErrors()
    const heard: string[] = []
    emitter.on("line", line => heard.push(`first ${line}`))
    emitter.on("line", line => heard.push(`second ${line}`))
    emitter.on("ended", () => heard.push("ended"))
    emitter.emit("line", 3)
    expect(heard).toEqual(["first 3", "second 3"])
  })

  it("stops calling after unsubscribing", () => {
    const {emitter} = emitterWithErrors()
    const heard: number[] = []
    const unsubscribe = emitter.on("line", line => heard.push(line))
    emitter.emit("line", 1)
    unsubscribe()
    unsubscribe()
    emitter.emit("line", 2)
    expect(heard).toEqual([1])
  })

  it("calls a function twice that was added twice, and removes one at a time", () => {
    const {emitter} = emitterWithErrors()
    const heard: number[] = []
    const listener = (line: number) => heard.push(line)
    const unsubscribe = emitter.on("line", listener)
    emitter.on("line", listener)
    emitter.emit("line", 1)
    unsubscribe()
    emitter.emit("line", 2)
    expect(heard).toEqual([1, 1, 2])
  })

  it("calls a once listener once, even when it emits the event itself", () => {
    const {emitter} = emitterWithErrors()
    const heard: number[] = []
    emitter.once("line", line => {
      heard.push(line)
      emitter.emit("line", line + 1)
    })
    emitter.emit("line", 1)
    expect(heard).toEqual([1])
  })

  it("drops a once listener that is unsubscribed before", () => {
    const {emitter} = emitterWithErrors()
    const heard: number[] = []
    emitter.once("line", line => heard.push(line))()
    emitter.emit("line", 1)
    expect(heard).toEqual([])
  })

  it("hands errors to the handler and goes on", () => {
    const {emitter, errors} = emitterWithErrors()
    const heard: number[] = []
    const mistake = new Error("mistake")
    emitter.on("line", () => {
      throw mistake
    })
    emitter.on("line", line => heard.push(line))
    emitter.emit("line", 7)
    expect(heard).toEqual([7])
    expect(errors).toEqual([[mistake, "line"]])
  })

  it("lets listeners come and go while it emits", () => {
    const {emitter} = emitterWithErrors()
    const heard: string[] = []
    emitter.on("ended", () => {
      removeSecond()
      emitter.on("ended", () => heard.push("late"))
    })
    const removeSecond = emitter.on("ended", () => heard.push("second"))
    emitter.emit("ended", undefined)
    expect(heard).toEqual([])
    emitter.emit("ended", undefined)
    expect(heard).toEqual(["late"])
  })

  it("knows whether somebody listens", () => {
    const {emitter} = emitterWithErrors()
    expect(emitter.hasListeners("line")).toBe(false)
    const unsubscribe = emitter.on("line", () => {})
    expect(emitter.hasListeners("line")).toBe(true)
    unsubscribe()
    expect(emitter.hasListeners("line")).toBe(false)
  })

  it("is silent once cleared, also in the middle of an emit", () => {
    const {emitter} = emitterWithErrors()
    const heard: string[] = []
    emitter.on("ended", () => emitter.clear())
    emitter.on("ended", () => heard.push("second"))
    emitter.emit("ended", undefined)
    emitter.emit("ended", undefined)
    expect(heard).toEqual([])
  })
})
