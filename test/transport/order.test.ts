import {describe, expect, it} from "vitest"
import type {ChannelName, Message} from "../../src/protocol/envelope.ts"
import {InOrder} from "../../src/transport/order.ts"
import {below, random} from "../support/random.ts"

const message = (sequence: number | undefined, id = `${sequence}`): Message => ({
  jsonrpc: "2.0",
  method: "m",
  header: {id, client: "c", time: 0, ...(sequence === undefined ? {} : {sequence})},
})

function ordering() {
  const got: (number | undefined)[] = []
  const channels: ChannelName[] = []
  const order = new InOrder((channel, {header}) => {
    got.push(header.sequence)
    channels.push(channel)
  })
  const accept = (...numbers: (number | undefined)[]) => {
    for (const one of numbers) order.accept("iopub", message(one))
  }
  return {order, got, channels, accept}
}

describe("Messages", () => {
  it("in order are delivered at once", () => {
    const {got, accept} = ordering()
    accept(1, 2)
    expect(got).toEqual([1, 2])
    accept(3)
    expect(got).toEqual([1, 2, 3])
  })

  it("that come early wait for the ones before", () => {
    const {got, accept} = ordering()
    accept(3, 2)
    expect(got).toEqual([])
    accept(1)
    expect(got).toEqual([1, 2, 3])
  })

  it("that come twice are delivered once", () => {
    const {got, accept} = ordering()
    accept(1, 1, 3, 3, 2, 1, 2, 3)
    expect(got).toEqual([1, 2, 3])
  })

  it("without a number are delivered at once", () => {
    const {got, accept} = ordering()
    accept(2, undefined, 1)
    expect(got).toEqual([undefined, 1, 2])
  })

  it("keep their channels", () => {
    const {order, channels} = ordering()
    order.accept("iopub", message(2))
    order.accept("control", message(1))
    expect(channels).toEqual(["control", "iopub"])
  })

  it("of a new kernel count from 1 again, and what waited is dropped", () => {
    const {order, got, accept} = ordering()
    accept(1, 3)
    order.reset()
    accept(2, 1)
    expect(got).toEqual([1, 1, 2])
  })

  it("that are accepted while one is delivered come after it", () => {
    const got: number[] = []
    const order: InOrder = new InOrder((_, {header}) => {
      got.push(header.sequence as number)
      if (header.sequence === 1) {
        order.accept("iopub", message(3))
        order.accept("iopub", message(2))
      }
      got.push(-(header.sequence as number))
    })
    order.accept("iopub", message(1))
    expect(got.filter(one => one > 0)).toEqual([1, 2, 3])
  })

  it("are put in order however they are shuffled over five ports", () => {
    for (let seed = 1; seed <= 50; seed++) {
      const next = random(seed)
      // each port keeps its own order, the ports overtake each other
      const ports: number[][] = [[], [], [], [], []]
      for (let i = 1; i <= 500; i++) ports[below(next, 5)].push(i)
      const {got, accept} = ordering()
      while (ports.some(port => port.length)) accept(...ports[below(next, 5)].splice(0, below(next, 10)))
      expect(got, `seed ${seed}`).toEqual(Array.from({length: 500}, (_, i) => i + 1))
    }
  })
})
