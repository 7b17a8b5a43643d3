/**
 * A person at the workbench: opens the built page in Chromium, presses keys, clicks, and reads what the page shows as
 * plain text. Waiting is the reader's part: `await expect.poll(bench.status).toBe("…")`.
 *
 * Whatever a test does, the page must stay clean: `closeWorkbenches` fails the test when the page wrote an error to
 * the console (a broken Content-Security-Policy is one), threw, or asked another origin for something.
 */
import {join} from "node:path"
import {type Browser, type BrowserContextOptions, chromium, type Locator, type Page} from "playwright-core"
import type {Workbench as WorkbenchElement} from "../../components/workbench/workbench.ts"
import {chromiumFlags, findChromium} from "./chromium.mjs"
import {conditionMs} from "./patience.mjs"
import type {StaticServer} from "./serve.mjs"
import {serveWorkbench} from "./workbench-site.ts"

export interface WorkbenchOptions {
  /** Default true. */
  readonly isolated?: boolean
  /** Default "light". */
  readonly colours?: "light" | "dark"
  /** A phone's size, with touch. Default false. */
  readonly narrow?: boolean
  /** Uploaded in this order; the last one is open, main.lua or the first one is the start file. Default: none. */
  readonly files?: Readonly<Record<string, string>>
}

const dist = process.env.MOONSTEP_DIST ?? join(import.meta.dirname, "../../dist")
const wide = {viewport: {width: 1440, height: 900}}
const phone = {viewport: {width: 390, height: 844}, hasTouch: true, isMobile: true}

let launching: Promise<Browser> | undefined
const sites = new Map<boolean, Promise<StaticServer>>()
const opened: Workbench[] = []

function launch(): Promise<Browser> {
  launching ??= chromium.launch({executablePath: findChromium(), args: chromiumFlags})
  return launching
}

function site(isolated: boolean): Promise<StaticServer> {
  const known = sites.get(isolated) ?? serveWorkbench(dist, {isolated})
  sites.set(isolated, known)
  return known
}

/** The page of a visitor who never was here before, once Lua is ready. */
export async function openWorkbench({
  isolated = true,
  colours = "light",
  narrow = false,
  files,
}: WorkbenchOptions = {}) {
  const [browser, {url}] = await Promise.all([launch(), site(isolated)])
  const options: BrowserContextOptions = {...(narrow ? phone : wide), colorScheme: colours, reducedMotion: "reduce"}
  const context = await browser.newContext({...options, permissions: ["clipboard-read", "clipboard-write"]})
  context.setDefaultTimeout(conditionMs)
  const bench = new Workbench(await context.newPage(), `${url}/`)
  opened.push(bench)
  await bench.page.goto(`${url}/`)
  await bench.ready()
  if (files) await bench.upload(files)
  return bench
}

/** Another tab of the same visitor: it has the same storage. */
export async function openBeside(bench: Workbench): Promise<Workbench> {
  const beside = new Workbench(await bench.page.context().newPage(), `${bench.origin}/`)
  opened.push(beside)
  await beside.page.goto(`${bench.origin}/`)
  await beside.ready()
  return beside
}

/** For afterEach. @throws when a page was not clean */
export async function closeWorkbenches(): Promise<void> {
  const benches = opened.splice(0)
  await Promise.all(benches.map(({page}) => page.context().close()))
  const faults = benches.flatMap(bench => bench.faults)
  if (faults.length > 0) throw new Error(`The page is not clean:\n${faults.join("\n")}`)
}

/** For afterAll. */
export async function endBrowser(): Promise<void> {
  const servers = await Promise.all(sites.values())
  await (await launching)?.close()
  await Promise.all(servers.map(server => server.close()))
}

export class Workbench {
  readonly page: Page
  readonly origin: string
  /** What must not happen in any test, in words. */
  readonly faults: string[] = []
  /** The addresses of all requests of the page and its workers. */
  readonly requests: string[] = []

  constructor(page: Page, address: string) {
    this.page = page
    this.origin = new URL(address).origin
    page.on("console", message => {
      if (message.type() === "error") this.faults.push(`console error: ${message.text()}`)
    })
    page.on("pageerror", error => this.faults.push(`uncaught: ${error.stack ?? error.message}`))
    page.context().on("request", request => {
      this.requests.push(request.url())
      if (!isWithin(request.url(), this.origin)) this.faults.push(`request to ${request.url()}`)
    })
  }

  // ——— What a person does

  /** Waits until Lua is ready. */
  async ready(): Promise<void> {
    await this.page.locator("ms-status-bar:not([kind=starting])").waitFor()
  }

  async reload(): Promise<void> {
    await this.page.reload()
    await this.ready()
  }

  /** What was done is kept a moment later, not at once: waits until it is. */
  async kept(): Promise<void> {
    await this.page.locator("moonstep-debugger").evaluate(element => (element as WorkbenchElement).model?.save())
  }

  /** All files as the page has them, in sight or not. */
  contents(): Promise<Readonly<Record<string, string | Uint8Array>>> {
    return this.page
      .locator("moonstep-debugger")
      .evaluate(element => (element as WorkbenchElement).model?.own.workspace.all() ?? {})
  }

  press(keys: string): Promise<void> {
    return this.page.keyboard.press(keys)
  }

  /** Types text into what has the focus, at once, as an input method does. */
  type(text: string): Promise<void> {
    return this.page.keyboard.insertText(text)
  }

  /** By the Upload button of the files pane. */
  async upload(files: Readonly<Record<string, string>>): Promise<void> {
    await this.showFiles()
    const choosing = this.page.waitForEvent("filechooser")
    await this.button("Upload files").click()
    const entries = Object.entries(files)
    await (await choosing).setFiles(
      entries.map(([name, text]) => ({name, mimeType: "text/plain", buffer: Buffer.from(text)})),
    )
    await this.editor(entries[entries.length - 1][0]).waitFor()
  }

  /** Where there is no pane of files, it is behind the program menu. */
  async showFiles(): Promise<void> {
    if (await this.button("Upload files").isVisible()) return
    await this.page.locator("ms-file-menu .opener").click()
    await this.page.getByRole("menuitem", {name: "Files and examples…"}).click()
    await this.button("Upload files").waitFor()
  }

  /** Replaces the whole text of the file in the editor. */
  async rewrite(text: string): Promise<void> {
    await this.editor().focus()
    await this.press("Control+a")
    await this.type(text)
  }

  /** Clicks left of a line's number. */
  async clickGutter(line: number, options: Parameters<Locator["click"]>[0] = {}): Promise<void> {
    await this.lineNumber(line).click(options)
  }

  /** Moves the caret to the start of a line by clicking on its end and pressing Home. */
  async putCaret(line: number): Promise<void> {
    await this.line(line).click({position: {x: 4, y: 8}})
  }

  /** Rests the pointer on a word of a line. */
  async hover(line: number, word: string): Promise<void> {
    const {x, y} = await this.line(line).evaluate((element, word) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent?.indexOf(word) ?? -1
        if (at < 0) continue
        const range = document.createRange()
        range.setStart(node, at)
        range.setEnd(node, at + word.length)
        const {left, top, width, height} = range.getBoundingClientRect()
        return {x: left + width / 2, y: top + height / 2}
      }
      throw new Error(`There is no "${word}" in the line.`)
    }, word)
    await this.page.mouse.move(x - 40, y + 40)
    await this.page.mouse.move(x, y, {steps: 3})
  }

  /** Runs code in the console and leaves the focus in its prompt. */
  async evaluate(code: string): Promise<void> {
    const prompt = this.page.getByRole("textbox", {name: "Console prompt"})
    if (!(await prompt.isVisible()))
      await this.page
        .getByRole("tab", {name: /^(Console|Prompt)$/})
        .last()
        .click()
    await prompt.focus()
    await this.type(code)
    await this.press("Enter")
  }

  async openExample(title: string): Promise<void> {
    await this.page.getByRole("list", {name: "Examples"}).getByRole("button", {name: title}).click()
  }

  /** By the menu of its row, unless it is it already. */
  async makeStart(path: string): Promise<void> {
    const row = this.row("Files", path)
    if (await row.getByRole("img", {name: "start file"}).isVisible()) return
    await row.click({button: "right"})
    await this.page.getByRole("menuitem", {name: "Make it the start file"}).click()
  }

  /** Opens the list of programs in other tabs. */
  async findPrograms(): Promise<void> {
    await this.page.locator("ms-file-menu .opener").click()
    await this.page.getByRole("menuitem", {name: "Attach to a program in another tab…"}).click()
    await this.page.getByRole("dialog", {name: "Programs in other tabs"}).waitFor()
  }

  /** Turns the setting on, or off. */
  async toggleKeptState(): Promise<void> {
    await this.button("Settings").click()
    await this.page.getByRole("menuitemcheckbox", {name: "Keep the program's state over a reload"}).click()
  }

  // ——— Where things are

  button(name: string): Locator {
    return this.page.getByRole("button", {name, exact: true})
  }

  tab(name: string): Locator {
    return this.page.getByRole("tab", {name})
  }

  editor(path?: string): Locator {
    const name = path === undefined ? /^Code of / : `Code of ${path}`
    return this.page.getByRole("textbox", {name, exact: true})
  }

  /** A line in sight. */
  line(number: number): Locator {
    return this.editor().locator(`.cm-line >> nth=${number - 1}`)
  }

  lineNumber(line: number): Locator {
    return this.page.locator("ms-code-editor .cm-lineNumbers .cm-gutterElement", {
      hasText: new RegExp(`^${line}$`),
    })
  }

  /** The first row that holds a text. */
  row(tree: string, text: string): Locator {
    return this.page.getByRole("tree", {name: tree}).getByRole("treeitem").filter({hasText: text}).first()
  }

  variable(name: string): Locator {
    const label = this.page.locator(".name").getByText(name, {exact: true})
    return this.page.getByRole("tree", {name: "Variables"}).getByRole("treeitem").filter({has: label}).first()
  }

  // ——— What a person sees

  /** The words of the status bar. */
  status = (): Promise<string> => this.text("ms-status-bar .words")

  /** The path of the file in the editor. */
  file = async (): Promise<string | undefined> =>
    (await this.editor().getAttribute("aria-label"))?.replace("Code of ", "")

  code = (): Promise<string> =>
    this.editor().evaluate(content => {
      const lines = [...content.querySelectorAll(".cm-line")].map(line => {
        const copy = line.cloneNode(true) as Element
        for (const added of copy.querySelectorAll(".cm-ms-values, .cm-ms-hint")) added.remove()
        return copy.textContent
      })
      return lines.join("\n")
    })

  /** The line with the band, as "11 top": its number and kind. "" without one. */
  band = (): Promise<string> =>
    this.page.locator("ms-code-editor .cm-editor").evaluate(editor => {
      const band = editor.querySelector(".cm-ms-band")
      if (!band) return ""
      const {top} = band.getBoundingClientRect()
      const numbers = [...editor.querySelectorAll(".cm-lineNumbers .cm-gutterElement")]
      const beside = numbers.find(number => Math.abs(number.getBoundingClientRect().top - top) < 4)
      return `${beside?.textContent} ${band.className.replace(/.*cm-ms-band /, "").replace(/ cm-.*/, "")}`
    })

  /** The values at the end of a line. */
  inlineValues = async (line: number): Promise<string[]> =>
    this.line(line).locator(".cm-ms-values > span").allTextContents()

  /** The breakpoints of the file in the editor as "11", "11 unbound", "11 off", "11 ="; in lines' order. */
  dots = (): Promise<string[]> =>
    this.page.locator("ms-code-editor .cm-editor").evaluate(editor => {
      const numbers = [...editor.querySelectorAll(".cm-lineNumbers .cm-gutterElement")]
      return [...editor.querySelectorAll(".cm-ms-breakpoint")].map(dot => {
        const {top} = (dot.parentElement as Element).getBoundingClientRect()
        const beside = numbers.find(number => Math.abs(number.getBoundingClientRect().top - top) < 4)
        const marks = [...dot.classList].filter(name => !name.startsWith("cm-") && name !== "gliding")
        return [beside?.textContent, ...marks, dot.textContent].filter(Boolean).join(" ")
      })
    })

  /** The rows of a tree, two spaces a level: "Locals", "  count = 0". */
  tree = (name: string): Promise<string[]> =>
    this.page
      .getByRole("tree", {name})
      .getByRole("treeitem")
      .evaluateAll(items =>
        items.map(item => {
          const parts = [...item.children].filter(part => !part.matches(".twist, .actions, .kind"))
          const text = parts.map(part => part.textContent?.replace(/\s+/g, " ").trim()).filter(Boolean)
          return "  ".repeat(Number(item.ariaLevel) - 1) + text.join(" ")
        }),
      )

  variables = (): Promise<string[]> => this.tree("Variables")
  /** "counter closures.lua 11", the innermost first. */
  stack = (): Promise<string[]> => this.tree("Call stack")
  files = (): Promise<string[]> => this.tree("Files")

  /** What the program wrote, without the places. */
  output = async (): Promise<string[]> => this.page.locator("ms-output .line > span").allTextContents()

  /** The programs of other tabs, as "main.lua: Paused at line 2 of main.lua". */
  programs = (): Promise<string[]> =>
    this.page
      .locator("ms-kernel-list .kernel")
      .evaluateAll(rows =>
        rows.map(row => [".title", ".words"].map(part => row.querySelector(part)?.textContent).join(": ")),
      )

  /** What floats above the status bar. */
  notices = (): Promise<string[]> => this.page.locator(".notice .answer > span").allTextContents()

  /** The words of the error's card. */
  card = (): Promise<string> => this.text("ms-error-card .words")

  /** The console's entries: "1 + 1 → 2". */
  console = (): Promise<string[]> =>
    this.page.locator("ms-console .entry").evaluateAll(entries =>
      entries.map(entry => {
        const code = entry.querySelector(".code > span")?.textContent ?? ""
        const tree = entry.querySelector("ms-value-tree")?.shadowRoot
        const answer = tree?.querySelector(".value") ?? entry.querySelector(".answer")
        return `${code} → ${answer?.textContent?.trim() ?? ""}`
      }),
    )

  /** What has the focus, through the shadow roots: its name, or its text, or its tag. */
  focus = (): Promise<string> =>
    this.page.evaluate(() => {
      let element = document.activeElement
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
      const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : []
      const words = (labels[0] ?? element)?.textContent?.replace(/\s+/g, " ").trim()
      return element?.getAttribute("aria-label") ?? (words || element?.tagName.toLowerCase()) ?? ""
    })

  /** What has been copied last. */
  clipboard = (): Promise<string> => this.page.evaluate(() => navigator.clipboard.readText())

  private async text(selector: string): Promise<string> {
    return (await this.page.locator(selector).first().textContent())?.trim() ?? ""
  }
}

function isWithin(address: string, origin: string): boolean {
  return address.startsWith(`${origin}/`) || address.startsWith(`blob:${origin}/`) || address.startsWith("data:")
}
