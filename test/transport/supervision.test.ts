import {expect, it} from "vitest"
import {pokeReasons} from "../../src/base/poke-reasons.ts"
import {
  createSupervisorBell,
  Supervision,
  SupervisorBell,
  type SupervisorReport,
} from "../../src/transport/supervision.ts"

function supervised(executionMs: number) {
  let time = 0
  let running = true
  const reports: SupervisorReport[] = []
  const memory = new SharedArrayBuffer(64)
  const words = new Int32Array(memory)
  const supervision = new Supervision(
    () => time,
    report => reports.push(report),
  )
  const poke = {flag: 0, table: 4, count: 2, value: 9}
  supervision.watch({id: "k", memory, poke, mailbox: new SharedArrayBuffer(0), executionMs}, () => running)
  const pass = (milliseconds: number, answers: boolean) => {
    for (let i = 0; i < milliseconds; i += 100) {
      supervision.round()
      time += 100
      if (answers) words[0] = 0
    }
  }
  const wait = (milliseconds: number) => {
    time += milliseconds
  }
  return {supervision, words, reports, pass, wait, setRunning: (is: boolean) => (running = is)}
}

it("The supervisor pokes what runs, and says when it will again", () => {
  const {supervision, words, setRunning} = supervised(1000)
  expect(supervision.round()).toBe(100)
  expect([...words.subarray(0, 4)]).toEqual([pokeReasons.tick, 9, 9, 0])
  words.fill(0)
  setRunning(false)
  expect(supervision.round()).toBe(Number.POSITIVE_INFINITY)
  expect([...words.subarray(0, 4)]).toEqual([0, 0, 0, 0])
  setRunning(true)
  supervision.forget("k")
  expect(supervision.round()).toBe(Number.POSITIVE_INFINITY)
})

it("It pokes for each reason in its own time", () => {
  const {supervision, words, wait} = supervised(1000)
  supervision.schedule("k", "sample", 30)
  const round = () => {
    words[0] = 0
    const next = supervision.round()
    return [words[0], next]
  }
  const {tick, sample} = pokeReasons
  expect(round()).toEqual([tick | sample, 30])
  wait(30)
  expect(round()).toEqual([sample, 30])
  wait(20)
  expect(round()).toEqual([0, 10])
  wait(50)
  expect(round()).toEqual([tick | sample, 30])
  supervision.schedule("k", "sample", 0)
  wait(30)
  expect(round()).toEqual([0, 70])
  supervision.schedule("unknown", "copy", 5)
  expect(round()).toEqual([0, 70])
})

it("It reports, once, what is overdue and can't be reached", () => {
  const reachable = supervised(1000)
  reachable.pass(60_000, true)
  expect(reachable.reports).toEqual([])
  const endless = supervised(Number.POSITIVE_INFINITY)
  endless.pass(60_000, false)
  expect(endless.reports).toEqual([])
  const lost = supervised(1000)
  lost.pass(2000, false)
  expect(lost.reports).toEqual([])
  lost.pass(2000, false)
  expect(lost.reports).toEqual([{overdue: "k"}])
})

it("Its bell is heard by who has not slept yet", () => {
  const bell = new SupervisorBell(createSupervisorBell())
  const {times} = bell
  bell.announce()
  bell.sleep(times, Number.POSITIVE_INFINITY)
  expect(bell.messages).toBe(1)
  expect(bell.times).toBe(times + 1)
})
