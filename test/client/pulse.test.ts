import {afterEach, beforeEach, describe, expect, it, vi} from "vitest"
import {createDeferred} from "../../src/base/deferred.ts"
import {Pulse} from "../../src/client/kernel/pulse.ts"
import type {KernelState} from "../../src/protocol/lrp.ts"

describe("The pulse of a kernel", () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function make() {
    const asked: ReturnType<typeof createDeferred<KernelState>>[] = []
    const states: KernelState[] = []
    const life = {alive: true}
    const pulse = new Pulse({
      ask() {
        const answer = createDeferred<KernelState>()
        asked.push(answer)
        return answer.promise
      },
      isAlive: () => life.alive,
      onStatus: ({execution_state}) => states.push(execution_state),
    })
    return {pulse, asked, states, life}
  }

  it("is felt while a program runs, and not while the kernel rests", async () => {
    const {pulse, asked} = make()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(asked).toHaveLength(0)
    pulse.note({execution_state: "busy"})
    for (let beats = 1; beats <= 3; beats++) {
      await vi.advanceTimersByTimeAsync(1000)
      expect(asked).toHaveLength(beats)
      asked[beats - 1].resolve("busy")
    }
    pulse.note({execution_state: "idle"})
    await vi.advanceTimersByTimeAsync(10_000)
    expect(asked).toHaveLength(3)
  })

  it("is over with the kernel's death, whatever comes late, and there again with another worker", () => {
    const {pulse, states} = make()
    pulse.note({execution_state: "busy"})
    pulse.note({execution_state: "dead"})
    pulse.note({execution_state: "idle"})
    pulse.noteMessage()
    expect(pulse.state).toBe("dead")
    pulse.beginAgain()
    pulse.note({execution_state: "idle"})
    expect(states).toEqual(["busy", "dead", "idle"])
  })

  it("asks who does not answer no second time, and hears when it is there again", async () => {
    const {pulse, asked, states} = make()
    pulse.note({execution_state: "busy"})
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(1)
    expect(pulse.state).toBe("unresponsive")
    asked[0].resolve("busy")
    pulse.noteMessage()
    await vi.advanceTimersByTimeAsync(1000)
    expect(asked).toHaveLength(2)
    expect(states).toEqual(["busy", "unresponsive", "busy"])
    pulse.stop()
  })

  it("tells of an answer that does not come in time, where a program runs", async () => {
    const {pulse, states} = make()
    const answer = createDeferred<string>()
    const waited = pulse.expect(answer.promise)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(states).toEqual([])
    answer.resolve("late")
    expect(await waited).toBe("late")
    pulse.note({execution_state: "busy"})
    void pulse.expect(createDeferred<string>().promise)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(pulse.state).toBe("unresponsive")
    pulse.stop()
  })

  it("is none in a kernel that is dead, or dies while it is asked", async () => {
    const {pulse, asked, life} = make()
    const beat = pulse.beat()
    life.alive = false
    asked[0].reject(new Error("it has died"))
    expect(await beat).toBe("dead")
    expect(await pulse.beat()).toBe("dead")
    expect(asked).toHaveLength(1)
  })
})
