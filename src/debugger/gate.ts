/** How a stopped program waits. The real ones are in src/transport; the core sees only this. */
export interface PauseGate {
  readonly name: "atomics" | "suspending" | "unwinding"
  /** Serves requests until `isOver`. Blocks, or gives a promise where the program's stack is suspended. */
  hold(isOver: () => boolean): void | Promise<void>
  /** Serves what has come in meanwhile, without waiting. */
  serve(): void
}

/** For kernels that never stop: what would wait goes on at once. */
export const nullGate: PauseGate = {name: "atomics", hold() {}, serve() {}}
