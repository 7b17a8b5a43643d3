/** WebAssembly JavaScript Promise Integration, which TypeScript's library does not know yet. */
type Promising = (f: unknown) => (...args: number[]) => Promise<number>
interface JsPromiseIntegration {
  readonly promising?: Promising
  readonly Suspending?: new (f: unknown) => unknown
}
export const jspi = WebAssembly as unknown as JsPromiseIntegration
/** Whether this browser can suspend a wasm stack (JSPI). */
export const canSuspend = (): boolean => jspi.promising !== undefined && jspi.Suspending !== undefined
