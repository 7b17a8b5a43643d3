/** The Firefox that the browser tests run in. */
import {join} from "node:path"
import {findBrowser} from "./find-browser.mjs"

const windowsFolders = ["PROGRAMFILES", "PROGRAMFILES(X86)"].map(name => process.env[name])

/** FIREFOX_PATH, then Firefox on PATH, then the usual places. */
export const firefox = {
  name: "Firefox",
  variable: "FIREFOX_PATH",
  commands: ["firefox-esr", "firefox"],
  places: [
    "/Applications/Firefox.app/Contents/MacOS/firefox",
    ...windowsFolders.filter(folder => folder !== undefined).map(folder => join(folder, "Mozilla Firefox/firefox.exe")),
  ],
  debianPackage: "firefox-esr",
}

/**
 * The path of Firefox's program.
 * @param {Parameters<typeof findBrowser>[1]} [options]
 * @throws Error whose sentence says how to get one
 */
export function findFirefox(options) {
  return findBrowser(firefox, options)
}
