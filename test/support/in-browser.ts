/**
 * What a test in test/browser/ imports instead of "vitest": the same words, on top of the Mocha that
 * @web/test-runner puts into the page and of Vitest's own matchers.
 *
 *     import {describe, expect, it, loadMoonstep} from "./in-browser.ts"
 *
 * Not here, since they belong to Vitest's runner: `vi`, snapshots, `expect.poll`, `it.each` (loop instead).
 */
import type {ExpectStatic} from "@vitest/expect"
import {ASYMMETRIC_MATCHERS_OBJECT, JestAsymmetricMatchers, JestChaiExpect, JestExtend} from "@vitest/expect"
import * as chai from "chai"

type Body = () => void | Promise<void>
type Named = (title: string, body: Body) => unknown
type Hook = (body: Body) => void

interface MochaGlobals {
  readonly describe: (title: string, body: () => void) => void
  readonly it: Named
  readonly before: Hook
  readonly after: Hook
  readonly beforeEach: Hook
  readonly afterEach: Hook
}

const mocha = globalThis as unknown as MochaGlobals

export const describe: MochaGlobals["describe"] = (title, body) => mocha.describe(title, body)
export const it = (title: string, body: Body): void => {
  mocha.it(title, body)
}
export const beforeAll: Hook = body => mocha.before(body)
export const afterAll: Hook = body => mocha.after(body)
export const beforeEach: Hook = body => mocha.beforeEach(body)
export const afterEach: Hook = body => mocha.afterEach(body)

/** Mocha lets an unhandled rejection pass; as an uncaught error it fails the test that is running. */
addEventListener("unhandledrejection", event => {
  if (!event.defaultPrevented) reportError(event.reason)
})

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin)

/** Vitest's `expect`: `expect(x).toBe(1)`, `expect(x).toEqual({a: expect.any(Number)})`, `await expect(p).rejects.toThrow()`. */
export const expect: ExpectStatic = Object.assign(
  (value: unknown, message?: string) => chai.expect(value, message),
  chai.expect,
  Reflect.get(globalThis, ASYMMETRIC_MATCHERS_OBJECT),
)

/**
 * The library as it is shipped: dist/moonstep.js, at the address where a page would load it. Give its type:
 * `const {startKernel} = await loadMoonstep<typeof import("../../src/moonstep.ts")>()`.
 */
export function loadMoonstep<Library>(): Promise<Library> {
  /** Kept from the bundler, which would otherwise look for the file. */
  const address = "/dist/moonstep.js"
  return import(/* @vite-ignore */ address)
}
