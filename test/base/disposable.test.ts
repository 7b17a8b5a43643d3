import {describe, expect, it, vi} from "vitest"
import {DisposableStore} from "../../src/base/disposable.ts"

/** A disposable that writes its name into `gone` when it is disposed. */
function named(name: string, gone: string[]) {
  return {name, dispose: () => void gone.push(name)}
}

describe("DisposableStore", () => {
  it("disposes in the reverse order of adding", () => {
    const gone: string[] = []
    const store = new DisposableStore()
    for (const name of ["a", "b", "c"]) store.add(named(name, gone))
    store.dispose()
    expect(gone).toEqual(["c", "b", "a"])
    expect(store.disposed).toBe(true)
  })

  it("returns what it is given", () => {
    expect(new DisposableStore().add(named("port", [])).name).toBe("port")
  })

  it("disposes once", () => {
    const dispose = vi.fn()
    const store = new DisposableStore()
    store.addCallback(dispose)
    store.dispose()
    store.dispose()
    expect(dispose).toHaveBeenCalledTimes(1)
  })

  it("disposes at once what comes after the end", () => {
    const gone: string[] = []
    const store = new DisposableStore()
    store.dispose()
    store.add(named("late", gone))
    expect(gone).toEqual(["late"])
  })

  it("survives being disposed by one of its own", () => {
    const gone: string[] = []
    const store = new DisposableStore()
    store.add(named("a", gone))
    store.addCallback(() => store.dispose())
    store.dispose()
    expect(gone).toEqual(["a"])
  })

  it("goes on after one that throws, then throws its error", () => {
    const gone: string[] = []
    const store = new DisposableStore()
    store.add(named("a", gone))
    store.addCallback(() => {
      throw new Error("stuck")
    })
    store.add(named("c", gone))
    expect(() => store.dispose()).toThrow("stuck")
    expect(gone).toEqual(["c", "a"])
  })

  it("gathers the errors of several", () => {
    const store = new DisposableStore()
    for (const name of ["one", "two"]) {
      store.addCallback(() => {
        throw new Error(name)
      })
    }
    expect(() => store.dispose()).toThrow(AggregateError)
  })
})
