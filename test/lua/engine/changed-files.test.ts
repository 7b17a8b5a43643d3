import {beforeAll, describe, expect, it} from "vitest"
import {KernelDriver} from "../../support/kernel-driver.ts"

describe("What a program does to files", () => {
  let driver: KernelDriver
  beforeAll(async () => {
    driver = await KernelDriver.boot()
  })
  /** The files that were told of while a program ran. */
  const changedBy = async (code: string): Promise<string[]> => {
    driver.notifications.length = 0
    expect((await driver.execute(code)).status).toBe("ok")
    return driver.notifications
      .filter(({method}) => method === "files")
      .flatMap(({params}) => params.paths)
      .sort()
  }
  const later = () => new Promise(resolve => setTimeout(resolve, 5))

  it("is told of: made, appended to, renamed and removed, and nothing else", async () => {
    driver.writeFiles({"a.txt": "a", "lib/b.txt": "b", "c.lua": "return 1"})
    expect(await changedBy("for line in io.lines('a.txt') do end return require('c')")).toEqual([])
    expect(await changedBy("local f = io.open('new.txt', 'w') f:write('x') f:close()")).toEqual(["new.txt"])
    expect(await changedBy("return 1")).toEqual([])
    await later()
    expect(await changedBy("local f = io.open('lib/b.txt', 'a') f:write('x') f:close()")).toEqual(["lib/b.txt"])
    expect(await changedBy("os.rename('new.txt', 'lib/old.txt')")).toEqual(["lib/old.txt", "new.txt"])
    expect(await changedBy("os.remove('a.txt')")).toEqual(["a.txt"])
    expect(await changedBy("local f = io.tmpfile() f:write('x') f:close()")).toEqual([])
    expect(driver.ask("lrp/list_files").paths).toEqual(["c.lua", "lib/b.txt", "lib/old.txt"])
  })

  it("is told once it has been written, though the file stays open", async () => {
    driver.writeFiles({})
    expect(await changedBy("log = io.open('log', 'w') log:write('1') log:flush()")).toEqual(["log"])
    await later()
    // what C's library holds back goes out as the program ends
    expect(await changedBy("log:write('2')")).toEqual(["log"])
    expect(await changedBy("log:close()")).toEqual([])
  })

  it("is not mixed up with what a client writes", async () => {
    driver.writeFiles({})
    driver.ask("lrp/write_file", {path: "mine", content: "1"})
    driver.ask("lrp/remove_file", {path: "mine"})
    driver.ask("lrp/write_file", {path: "other", content: "1"})
    expect(await changedBy("io.open('theirs', 'w'):close()")).toEqual(["theirs"])
  })
})
