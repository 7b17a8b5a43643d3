import {beforeAll, beforeEach, describe, expect, it} from "vitest"
import {KernelDriver} from "../../support/kernel-driver.ts"

/** Of what every JS object has, and others that look like something else. */
const names = ["__proto__", "hasOwnProperty", "constructor", "toString", "valueOf", "__defineGetter__", "length", "0"]

describe("A file may be called", () => {
  let driver: KernelDriver
  beforeAll(async () => {
    driver = await KernelDriver.boot()
  })
  beforeEach(() => {
    driver.writeFiles({})
  })
  const run = async (code: string): Promise<string> => {
    const reply = await driver.execute(code)
    return reply.status === "ok" ? (reply.result?.["text/plain"] ?? "") : reply.evalue
  }

  it.each(names)("%s by a program", async name => {
    expect(await run(`local f = io.open("${name}", "w") f:write("x") f:close()`)).toBe("")
    expect(await run(`io.open("${name}"):read("a")`)).toBe("x")
    expect(driver.ask("lrp/list_files").paths).toEqual([name])
    expect(new TextDecoder().decode(driver.ask("lrp/read_file", {path: name}).content)).toBe("x")
    expect(await run(`os.rename("${name}", "other")`)).toBe("true")
    expect(await run(`io.open("${name}")`)).toContain("No such file or directory")
    expect(await run(`os.rename("other", "${name}")`)).toBe("true")
    expect(driver.ask("lrp/list_files").paths).toEqual([name])
    expect(await run(`os.remove("${name}"), io.open("${name}")`)).toBe(
      `true\tnil\t${name}: No such file or directory\t2`,
    )
    expect(driver.ask("lrp/list_files").paths).toEqual([])
  })

  it.each(names)("%s by a client, and so may a folder", async name => {
    const path = `${name}/${name}.lua`
    driver.ask("lrp/write_file", {path, content: "return 1"})
    driver.ask("lrp/write_file", {path: "plain", content: ""})
    expect(driver.ask("lrp/list_files").paths.sort()).toEqual([path, "plain"].sort())
    expect(await run(`(require("${name}.${name}"))`)).toBe("1")
    driver.ask("lrp/remove_file", {path})
    expect(driver.ask("lrp/list_files").paths).toEqual(["plain"])
  })
})
