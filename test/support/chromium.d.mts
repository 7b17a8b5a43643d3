/** The types of chromium.mjs, which runs without a compiler. */
import type {BrowserKind, FindOptions} from "./find-browser.mjs"

export const chromium: BrowserKind
export const chromiumFlags: string[]
/** @throws Error whose sentence says how to get one */
export function findChromium(options?: FindOptions): string
