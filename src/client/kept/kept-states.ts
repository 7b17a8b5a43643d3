/**
 * Which states this tab has kept, in its own storage, which a reload leaves. The worker of before ends late where its program
 * runs (Chromium gives it two seconds), and holds the state until then: it is worth waiting for.
 */
import {makeNonce} from "./web-signer.ts"

const page = makeNonce()
const keyOf = (name: string) => `moonstep-state ${name}`

/** Whether a page before this one had the state, in this tab. */
export function wasKeptHere(name: string): boolean {
  try {
    const keeper = sessionStorage.getItem(keyOf(name))
    return keeper !== null && keeper !== page
  } catch {
    // the browser refuses storage
    return false
  }
}
/** This page has the state. */
export function noteKept(name: string): void {
  try {
    sessionStorage.setItem(keyOf(name), page)
  } catch {
    // as above
  }
}
