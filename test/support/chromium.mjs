/** The Chromium that the browser tests run in. */
import {join} from "node:path"
import {findBrowser} from "./find-browser.mjs"

const windowsFolders = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].map(name => process.env[name])

/** CHROME_PATH, then Chromium or Chrome on PATH, then the usual places. */
export const chromium = {
  name: "Chromium",
  variable: "CHROME_PATH",
  commands: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  places: [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ...windowsFolders
      .filter(folder => folder !== undefined)
      .flatMap(folder => [
        join(folder, "Google/Chrome/Application/chrome.exe"),
        join(folder, "Chromium/Application/chrome.exe"),
      ]),
  ],
  debianPackage: "chromium",
}

/** What Chromium wants as root in a container; the rest keeps it from talking to the network. */
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  /**
   * The address bar's list is a web page of its own, loaded for each window: it costs more than the page under test.
   * The other names are from Playwright's list, which this one takes the place of; Puppeteer joins the two.
   */
  "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,MediaRouter,OptimizationHints,PaintHolding",
]

/**
 * The path of Chromium's program.
 * @param {Parameters<typeof findBrowser>[1]} [options]
 * @throws Error whose sentence says how to get one
 */
export function findChromium(options) {
  return findBrowser(chromium, options)
}
