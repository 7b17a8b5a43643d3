/** The event loop's next turn, which timers are not in a tab that nobody looks at: steps run in order, a turn each. */
export class NextTurn {
  private later: MessagePort | undefined
  private readonly steps: (() => void)[] = []

  run(step: () => void): void {
    this.steps.push(step)
    this.later ??= this.makePort()
    this.later.postMessage(0)
  }
  private makePort(): MessagePort {
    const {port1, port2} = new MessageChannel()
    port2.onmessage = () => this.steps.shift()?.()
    return port1
  }
}
