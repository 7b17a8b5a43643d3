/** The types of firefox.mjs, which runs without a compiler. */
import type {BrowserKind, FindOptions} from "./find-browser.mjs"

export const firefox: BrowserKind
/** @throws Error whose sentence says how to get one */
export function findFirefox(options?: FindOptions): string
