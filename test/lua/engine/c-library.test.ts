import {describe, expect, it} from "vitest"
import {KernelDriver} from "../../support/kernel-driver.ts"

const driver = await KernelDriver.boot()

async function value(code: string): Promise<string> {
  const reply = await driver.execute(code, "x")
  return reply.status === "ok" ? (reply.result?.["text/plain"] ?? "") : reply.evalue
}

const all = "%a %A %b %B %C %d %D %e %F %g %G %h %H %I %j %m %M %n%p %r %R %S %t%T %u %U %V %w %W %x %X %y %Y %z %Z %%"

// what lua5.4 answers (glibc, TZ=UTC)
describe("Like lua5.4", () => {
  it.each([
    ['os.date("!%c", 0)', "Thu Jan  1 00:00:00 1970"],
    [
      `os.date("!${all}", 951827696)`,
      "Tue Tuesday Feb February 20 29 02/29/00 29 2000-02-29 00 2000 Feb 12 12 060 02 34 \nPM 12:34:56 PM 12:34 56 \t12:34:56 2 09 09 2 09 02/29/00 12:34:56 00 2000 +0000 GMT %",
    ],
    ['os.date("!%Ec|%EY|%Od|%Oy", 0)', "Thu Jan  1 00:00:00 1970|1970|01|70"],
    ['os.date("!%Y %y %C %j", -62135596800)', "1 01 00 001"],
    ['os.date("!%Y-%m-%d %a", 2^40 // 1)', "36812-02-20 Mon"],
    ['os.date("!%Y", 67767976233532799)', "2147483647"],
    ['os.date("!%Y", 2^60)', "x:1: date result cannot be represented in this installation"],
    ['os.date("%Y", -2^60)', "x:1: date result cannot be represented in this installation"],
    ['os.date("*t", 2^60)', "x:1: date result cannot be represented in this installation"],
    // 1 January of years that begin on each weekday, and the days around it
    ['os.date("!%G %V %g", 1609459200)', "2020 53 20"],
    ['os.date("!%G %V %U %W", 1230768000)', "2009 01 00 00"],
    ['os.date("!%G %V %U %W", 1230508800)', "2009 01 52 52"],
    ['os.date("!%G %V", 1104537600)', "2004 53"],
    ['os.date("!%I %p", 0) .. os.date("!%I %p", 43200)', "12 AM12 PM"],
    ["os.time{year=2000, month=14, day=-3, hour=25} - os.time{year=2001, month=1, day=29, hour=1}", "0"],
    ["os.date('!%F', os.time{year=2024, month=1, day=60, hour=12, isdst=false})", "2024-02-29"],
    ["os.time{year=2^32, month=1, day=1} ", "x:1: field 'year' is out-of-bound"],
    ['os.setlocale("xx_YY")', "nil"],
    ['os.setlocale("C-x", "numeric")', "nil"],
    ["os.setlocale()", "C"],
    ['os.setlocale("")', "C"],
    ['os.setlocale("C", "collate"), os.setlocale("POSIX")', "C\tC"],
    ['io.open("nofile")', "nil\tnofile: No such file or directory\t2"],
    ['io.open("/home", "w")', "nil\t/home: Is a directory\t21"],
    ['os.remove("nofile")', "nil\tnofile: No such file or directory\t2"],
    ['os.rename("nofile", "x")', "nil\tNo such file or directory\t2"],
    ['io.open("new.txt", "w"):read("a")', "nil\tBad file descriptor\t9"],
    ['io.open("new.txt", "w"):read(1)', "nil\tBad file descriptor\t9"],
    ['io.open("new.txt", "w"):read("n")', "nil\tBad file descriptor\t9"],
    ['io.open("new.txt"):write("a")', "nil\tBad file descriptor\t9"],
    ['io.open("new.txt"):seek("set", -1)', "nil\tInvalid argument\t22"],
    ["os.execute()", "false"],
  ])("%s", async (code, answer) => {
    expect(await value(code)).toBe(answer)
  })

  it("years of any size are what they are", async () => {
    for (const year of [1, 4, 99, 100, 1582, 1899, 1969, 2000, 2400, 9999, 300_000, -1, -400, 2_000_000_000]) {
      const code = `os.date("%Y-%m-%d %H:%M:%S", os.time{year=${year}, month=3, day=5, hour=6, min=7, sec=8})`
      expect(await value(code)).toBe(`${year}-03-05 06:07:08`)
    }
    const offset = Number(await value("os.time{year=1970, month=1, day=1, hour=0}"))
    if (offset === 0) {
      expect(await value("os.time{year=1, month=1, day=1, hour=0}")).toBe("-62135596800")
      expect(await value("os.time{year=99, month=1, day=1, hour=0}")).toBe("-59042995200")
    }
  })
})
