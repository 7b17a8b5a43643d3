import {afterEach, beforeEach, expect, test, vi} from "vitest"
import {NoticeList} from "../../src/workbench/notices.ts"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const texts = (notices: NoticeList) => notices.all.map(({text}) => text)

test("a notice leaves by itself, one with a choice later, an error and a question never", () => {
  const notices = new NoticeList()
  notices.show("Done.")
  notices.show("Deleted.", "info", "Undo")
  notices.show("Failed.", "error")
  notices.ask("Which one?", {Mine() {}})
  vi.advanceTimersByTime(10_000)
  expect(texts(notices)).toEqual(["Deleted.", "Failed.", "Which one?"])
  vi.advanceTimersByTime(100_000)
  expect(texts(notices)).toEqual(["Failed.", "Which one?"])
})

test("none leaves while they are looked at, and each has its whole time again afterwards", () => {
  const notices = new NoticeList()
  notices.show("First.")
  vi.advanceTimersByTime(7000)
  notices.hold(true)
  notices.show("Second.")
  vi.advanceTimersByTime(100_000)
  expect(texts(notices)).toEqual(["First.", "Second."])
  notices.hold(false)
  vi.advanceTimersByTime(7000)
  expect(texts(notices)).toEqual(["First.", "Second."])
  vi.advanceTimersByTime(2000)
  expect(texts(notices)).toEqual([])
})

test("one that is said again stays as long as a new one", () => {
  const notices = new NoticeList()
  notices.show("Again.")
  vi.advanceTimersByTime(7000)
  notices.show("Again.")
  vi.advanceTimersByTime(7000)
  expect(texts(notices)).toEqual(["Again."])
})
