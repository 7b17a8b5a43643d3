import {describe, expect, it} from "vitest"
import type {Hook} from "../../src/observation/hooks.ts"
import {DebugDriver, stops} from "../support/debug-driver.ts"
import {KernelHarness} from "../support/kernel-harness.ts"

/** A hook that writes the places that it hears into a list. */
function recorder(driver: DebugDriver, list: string[], name = "", priority = 0): Hook {
  return {
    name,
    priority,
    triggers: {line: true},
    handle() {
      list.push(name + driver.engine.place)
      return undefined
    },
  }
}

describe("A line hook", () => {
  it("hears every line of every thread", () => {
    const driver = new DebugDriver("a1 >b1 b2 <a2 ~2:c1 ~1:a3")
    const heard: string[] = []
    driver.hooks.add(recorder(driver, heard))
    driver.run()
    expect(heard).toEqual(["a1", "b1", "b2", "a2", "c1", "a3"])
  })

  it("stops the program with its decision", () => {
    const driver = new DebugDriver("a1 a2 a3")
    driver.hooks.add({
      name: "stopper",
      priority: 0,
      triggers: {line: true},
      handle: () => (driver.engine.place === "a2" ? {kind: "pause"} : undefined),
    })
    expect(stops(driver)).toBe("a2(pause)")
  })

  it("added while the program runs hears the lines that follow", () => {
    const driver = new DebugDriver("a1 a2 @ a3 a4")
    const heard: string[] = []
    driver.atPoke = () => driver.hooks.add(recorder(driver, heard))
    driver.run()
    expect(heard).toEqual(["a3", "a4"])
  })

  it("removed while the program runs hears no more, and nothing is watched", () => {
    const driver = new DebugDriver("a1 a2 @ a3 a4")
    const heard: string[] = []
    const remove = driver.hooks.add(recorder(driver, heard))
    driver.atPoke = () => {
      remove()
      expect(driver.engine.watchedLines).toBe("none")
    }
    driver.run()
    expect(heard).toEqual(["a1", "a2"])
  })

  it("removed twice leaves others alone", () => {
    const driver = new DebugDriver("a1 a2")
    const heard: string[] = []
    const remove = driver.hooks.add(recorder(driver, []))
    driver.hooks.add(recorder(driver, heard))
    remove()
    remove()
    driver.run()
    expect(heard).toEqual(["a1", "a2"])
  })

  it("hears nothing of a program that is not the session's own", () => {
    const driver = new DebugDriver("a1 a2")
    driver.hooks.add(recorder(driver, []))
    expect(driver.engine.watchedLines).toBe("none")
    driver.run()
    driver.hooks.add(recorder(driver, []))
    expect(driver.engine.watchedLines).toBe("none")
  })
})

describe("Line hooks", () => {
  it("are asked in the order of their priorities", () => {
    const driver = new DebugDriver("a1")
    const heard: string[] = []
    driver.hooks.add(recorder(driver, heard, "monitor ", 1000))
    driver.hooks.add(recorder(driver, heard, "profiler ", -1000))
    driver.hooks.add(recorder(driver, heard, "second ", 0))
    driver.hooks.add(recorder(driver, heard, "third ", 0))
    driver.run()
    expect(heard).toEqual(["profiler a1", "second a1", "third a1", "monitor a1"])
  })

  it("are all asked, also when the first one stops", () => {
    const driver = new DebugDriver("a1")
    const heard: string[] = []
    driver.hooks.add({name: "stopper", priority: -1, triggers: {line: true}, handle: () => ({kind: "pause"})})
    driver.hooks.add(recorder(driver, heard))
    expect(stops(driver)).toBe("a1(pause)")
    expect(heard).toEqual(["a1"])
  })

  it("may remove themselves while they are asked", () => {
    const driver = new DebugDriver("a1 a2 a3")
    const heard: string[] = []
    const remove = driver.hooks.add({
      name: "once",
      priority: 0,
      triggers: {line: true},
      handle() {
        heard.push(`once ${driver.engine.place}`)
        remove()
        return undefined
      },
    })
    driver.hooks.add(recorder(driver, heard))
    driver.run()
    expect(heard).toEqual(["once a1", "a1", "a2", "a3"])
  })

  it("may add another one, which is asked from the next line on", () => {
    const driver = new DebugDriver("a1 a2 a3")
    const heard: string[] = []
    let added = false
    driver.hooks.add({
      name: "adder",
      priority: 0,
      triggers: {line: true},
      handle() {
        if (!added) driver.hooks.add(recorder(driver, heard))
        added = true
        return undefined
      },
    })
    driver.run()
    expect(heard).toEqual(["a2", "a3"])
  })
})

describe("A line hook and a step", () => {
  /** Steps once from the entry, with a hook that hears; tells both. */
  function stepWith(run: string, command: string, arrange: (driver: DebugDriver, heard: string[]) => void) {
    const driver = new DebugDriver(run, {stopOnEntry: true})
    const heard: string[] = []
    let left = 1
    arrange(driver, heard)
    const places = stops(driver, () => left-- > 0 && driver.request(command))
    return {places, heard: heard.join(" "), driver}
  }

  it("do not take the lines from each other when the step ends", () => {
    const {places, heard} = stepWith("a1 >b1 <a2 a3 a4", "next", (driver, list) =>
      driver.hooks.add(recorder(driver, list)),
    )
    expect(places).toBe("a1(entry) a2")
    expect(heard).toBe("a1 b1 a2 a3 a4")
  })

  it("end as one stop where both stop", () => {
    const {places} = stepWith("a1 a2 a3", "next", driver =>
      driver.hooks.add({
        name: "stopper",
        priority: 1,
        triggers: {line: true},
        handle: () => (driver.engine.place === "a2" ? {kind: "pause"} : undefined),
      }),
    )
    expect(places).toBe("a1(entry) a2")
  })

  it.each([
    ["next", "a1 >b1 @ b2 <a2 a3", "a2"],
    ["next", "a1 >b1 @ b2 <a a2", "a2"],
    ["next", "a1 @ a2", "a2"],
    ["next", "a1 ~2:b1 @ b2 ~1:a2", "a2"],
    ["stepIn", "a1 @ >b1 <a2", "b1"],
  ])("end right when the hook is added during the step: %s in %s", (command, run, place) => {
    const {places} = stepWith(run, command, (driver, list) => {
      driver.atPoke = () => driver.hooks.add(recorder(driver, list))
    })
    expect(places).toBe(`a1(entry) ${place}`)
  })

  it.each([
    ["next", "a1 >b1 @ b2 <a2 a3", "a2"],
    ["next", "a1 >b1 @ b2 <a a2", "a2"],
    ["next", "a1 @ a2", "a2"],
    ["next", "a1 ~2:b1 @ b2 ~1:a2", "a2"],
    ["stepIn", "a1 @ >b1 <a2", "b1"],
  ])("end right when the hook is removed during the step: %s in %s", (command, run, place) => {
    const {places, driver} = stepWith(run, command, (driver, list) => {
      const remove = driver.hooks.add(recorder(driver, list))
      driver.atPoke = remove
    })
    expect(places).toBe(`a1(entry) ${place}`)
    expect(driver.engine.watchedLines).toBe("none")
  })

  it("out of a function passes the lines that the hook hears", () => {
    const driver = new DebugDriver("a1 >b1 b2 b3 <a2")
    const heard: string[] = []
    driver.hooks.add(recorder(driver, heard))
    driver.break("b1")
    expect(stops(driver, place => place === "b1" && driver.request("stepOut"))).toBe("b1(breakpoint) a2")
    expect(heard).toEqual(["a1", "b1", "b2", "b3", "a2"])
  })
})

describe("Hooks of calls, returns and counts", () => {
  const heardBy = (driver: DebugDriver, triggers: Hook["triggers"]): string[] => {
    const heard: string[] = []
    driver.hooks.add({
      name: "recorder",
      priority: 0,
      triggers,
      handle: ({entered, leaving}) => {
        heard.push(`${entered ?? (leaving ? "return" : "count")} ${driver.engine.place}`)
        return undefined
      },
    })
    return heard
  }

  it("hear what they ask for, each in its own terms", () => {
    const driver = new DebugDriver("a1 >b1 b2 <a2 a3")
    const calls = heardBy(driver, {call: true})
    const returns = heardBy(driver, {return: true})
    const every2 = heardBy(driver, {count: 2})
    const every3 = heardBy(driver, {count: 3})
    driver.run()
    expect(calls).toEqual(["call b1"])
    expect(returns).toEqual(["return b2"])
    expect(every2.length).toBe(2)
    expect(every3.length).toBe(1)
  })

  it("are watched together, and only as long as one needs it", () => {
    const driver = new DebugDriver("a1 @ a2 @ a3 @ a4")
    const add = (triggers: Hook["triggers"]) =>
      driver.hooks.add({name: "one", priority: 0, triggers, handle: () => undefined})
    const removes = [add({call: true, count: 6}), add({return: true}), add({count: 4})]
    const seen: string[] = []
    driver.atPoke = () => {
      seen.push(`${driver.hooks.mode}: ${driver.engine.watchedBeside}`)
      removes.shift()?.()
    }
    driver.run()
    expect(seen).toEqual(["full: calls, every 2", "full: calls, every 4", "full: every 4"])
    expect(driver.engine.watchedBeside).toBe("")
  })

  it("refuse a count that is no whole number above 0", () => {
    const {hooks} = new DebugDriver("a1")
    for (const count of [0, -1, 1.5, Number.NaN])
      expect(() => hooks.add({name: "bad", priority: 0, triggers: {count}, handle: () => undefined})).toThrow(
        RangeError,
      )
  })
})

describe("The mode", () => {
  it("is raised for a step, as far as it needs it, and restored", () => {
    const driver = new DebugDriver("a1 >b1 @ <a2 @ a3 @ a4", {stopOnEntry: true})
    const modes: string[] = []
    const {hooks} = driver
    driver.atPoke = () => modes.push(hooks.mode)
    const commands = ["next", "stepIn"]
    driver.atStop = ({threadId}) => {
      modes.push(`at ${driver.engine.place} ${hooks.mode}`)
      const command = commands.shift()
      if (command) driver.request(command, {threadId})
    }
    driver.run()
    expect(modes).toEqual(["at a1 disabled", "minimal", "at a2 disabled", "full", "at a3 disabled", "disabled"])
  })
})

describe("An execution", () => {
  it("is watched as a program is that is debugged, and goes on where a hook would stop it", async () => {
    const harness = new KernelHarness("atomics")
    const heard: string[] = []
    const {engine} = harness
    const {hooks} = harness.kernel
    hooks.add({
      name: "recorder",
      priority: 1000,
      triggers: {line: true},
      handle: ({line}) => {
        heard.push(`line ${line}`)
        return {kind: "pause"}
      },
    })
    expect(hooks.mode).toBe("disabled")
    expect(await harness.connect().execute("a1 a2")).toMatchObject({status: "ok"})
    expect(heard).toEqual(["line 1", "line 2"])
    expect(hooks.mode).toBe("disabled")
    expect(engine.watchedLines).toBe("none")
  })
})
