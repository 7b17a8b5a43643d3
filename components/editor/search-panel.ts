/**
 * Find and replace above the code. It goes to the first match while one types, from where the caret was, and says which
 * match of how many is selected.
 */
import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  replaceAll,
  replaceNext,
  SearchQuery,
  setSearchQuery,
} from "@codemirror/search"
import {EditorView, type Panel, runScopeHandlers, type ViewUpdate} from "@codemirror/view"
import {html, nothing, render, type TemplateResult} from "lit"
import {icon} from "../kit/icons.ts"

type Choice = "caseSensitive" | "wholeWord" | "regexp"

const choices: readonly {readonly name: Choice; readonly title: string; readonly sign: string}[] = [
  {name: "caseSensitive", title: "Match case", sign: "Aa"},
  {name: "wholeWord", title: "Whole words", sign: "ab"},
  {name: "regexp", title: "Regular expression", sign: ".*"},
]

/** Counting them takes 1 ms for a thousand; more are not told apart. */
const mostCounted = 1000

export class SearchPanel implements Panel {
  readonly dom = document.createElement("div")
  readonly top = true
  readonly #view: EditorView
  /** Where the search begins: the selection's start at the last time that somebody else has set it. */
  #origin: number
  #showsReplace = false

  constructor(view: EditorView) {
    this.#view = view
    this.#origin = view.state.selection.main.from
    // not "cm-search", which CodeMirror has margins for
    this.dom.className = "cm-ms-search"
    this.dom.setAttribute("role", "search")
    this.dom.addEventListener("keydown", event => this.#handleKey(event))
    this.#draw()
  }

  mount(): void {
    this.#field?.select()
  }

  update(update: ViewUpdate): void {
    const isAsked = update.transactions.some(({effects}) => effects.some(effect => effect.is(setSearchQuery)))
    if (update.selectionSet && !isAsked) this.#origin = update.state.selection.main.from
    if (isAsked || update.docChanged || update.selectionSet) this.#draw()
  }

  get #query(): SearchQuery {
    return getSearchQuery(this.#view.state)
  }

  get #field(): HTMLInputElement | null {
    return this.dom.querySelector("[main-field]")
  }

  /** Looks for something else, from where the caret was before. */
  #ask(change: Partial<Pick<SearchQuery, "search" | "replace" | Choice>>): void {
    const {search, replace, caseSensitive, wholeWord, regexp} = this.#query
    // a backslash is one
    const query = new SearchQuery({search, replace, caseSensitive, wholeWord, regexp, literal: true, ...change})
    const view = this.#view
    const found = query.valid ? this.#firstFrom(query, this.#origin) : undefined
    const scroll = found ? [EditorView.scrollIntoView(found.from, {y: "center"})] : []
    view.dispatch({
      effects: [setSearchQuery.of(query), ...scroll],
      ...(found ? {selection: {anchor: found.from, head: found.to}} : {}),
    })
  }

  #firstFrom(query: SearchQuery, from: number): {readonly from: number; readonly to: number} | undefined {
    const {state} = this.#view
    const behind = query.getCursor(state, from).next()
    const {done, value} = behind.done ? query.getCursor(state).next() : behind
    return done ? undefined : value
  }

  /** "2 of 12", "No results". */
  #countWords(): string {
    const {state} = this.#view
    const query = this.#query
    if (query.search === "") return ""
    if (!query.valid) return "No regular expression"
    const {from, to} = state.selection.main
    const cursor = query.getCursor(state)
    let [count, current] = [0, 0]
    for (let match = cursor.next(); !match.done && count <= mostCounted; match = cursor.next()) {
      count++
      if (match.value.from === from && match.value.to === to) current = count
    }
    const all = count > mostCounted ? `more than ${mostCounted.toLocaleString("en")}` : String(count)
    if (count === 0) return "No results"
    return current > 0 ? `${current} of ${all}` : count === 1 ? "1 result" : `${all} results`
  }

  #close(): void {
    closeSearchPanel(this.#view)
    this.#view.focus()
  }

  #handleKey(event: KeyboardEvent): void {
    const isReplacing = event.target instanceof HTMLElement && event.target.matches("[name=replace]")
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
      if (isReplacing) this.#replace(event.ctrlKey && event.altKey)
      else if (event.shiftKey) findPrevious(this.#view)
      else findNext(this.#view)
    } else if (event.key === "Escape") this.#close()
    else if (!runScopeHandlers(this.#view, event, "search-panel")) return
    event.preventDefault()
  }

  #replace(all: boolean): void {
    if (all) replaceAll(this.#view)
    else replaceNext(this.#view)
  }

  #toggleReplace(): void {
    this.#showsReplace = !this.#showsReplace
    this.#draw()
    this.dom.querySelector<HTMLElement>(this.#showsReplace ? "[name=replace]" : "[main-field]")?.focus()
  }

  #choice({name, title, sign}: (typeof choices)[number]): TemplateResult {
    const isOn = this.#query[name]
    return html`<button class="cm-ms-choice ${name}" type="button" title=${title} aria-label=${title} aria-pressed=${isOn}
      @click=${() => this.#ask({[name]: !isOn})} data-sign=${sign}></button>`
  }

  #draw(): void {
    const {search, replace} = this.#query
    const words = this.#countWords()
    const canWrite = !this.#view.state.readOnly
    const tool = (title: string, glyph: TemplateResult, run: () => void, className = "") =>
      html`<button class="cm-ms-tool ${className}" type="button" title=${title} aria-label=${title.replace(/ \(.*/, "")} @click=${run}>${glyph}</button>`
    render(
      html`<div class="cm-ms-row">
          ${
            canWrite
              ? html`<button class="cm-ms-tool fold" type="button" title="Replace" aria-label="Replace" aria-expanded=${this.#showsReplace} @click=${() => this.#toggleReplace()}>${icon(this.#showsReplace ? "chevron-down" : "chevron-right")}</button>`
              : nothing
          }
          <input class="cm-textfield" name="search" main-field="true" placeholder="Find" aria-label="Find" spellcheck="false" autocapitalize="off" autocomplete="off"
            .value=${search} @input=${(event: Event) => this.#ask({search: (event.target as HTMLInputElement).value})} />
          <span class="cm-ms-count" role="status">${words}</span>
          <span class="cm-ms-tools">
            ${choices.map(choice => this.#choice(choice))}
            ${tool("Previous match (Shift+Enter)", icon("chevron-down"), () => findPrevious(this.#view), "up")}
            ${tool("Next match (Enter)", icon("chevron-down"), () => findNext(this.#view))}
            ${tool("Close (Escape)", icon("close"), () => this.#close())}
          </span>
        </div>
        ${
          canWrite && this.#showsReplace
            ? html`<div class="cm-ms-row below">
                <input class="cm-textfield" name="replace" placeholder="Replace" aria-label="Replace with" spellcheck="false" autocapitalize="off" autocomplete="off"
                  .value=${replace} @input=${(event: Event) => this.#ask({replace: (event.target as HTMLInputElement).value})} />
                <button class="cm-button" type="button" title="Replace (Enter)" @click=${() => this.#replace(false)}>Replace</button>
                <button class="cm-button" type="button" title="Replace all (Ctrl+Alt+Enter)" @click=${() => this.#replace(true)}>All</button>
              </div>`
            : nothing
        }`,
      this.dom,
    )
  }
}

export const searchLook = EditorView.baseTheme({
  ".cm-ms-search, .cm-ms-line": {padding: "4px 8px", fontFamily: "var(--ms-font)", fontSize: "var(--ms-small)"},
  ".cm-ms-row": {display: "flex", flexWrap: "wrap", alignItems: "center", gap: "4px"},
  ".cm-ms-row.below": {padding: "4px 0 0 28px"},
  ".cm-ms-row .cm-textfield": {flex: "0 1 280px", minWidth: "96px", margin: "0"},
  ".cm-ms-row .cm-button": {margin: "0"},
  ".cm-ms-count": {minWidth: "88px", padding: "0 4px", color: "var(--ms-muted)", whiteSpace: "nowrap"},
  ".cm-ms-line > .cm-dialog-close": {display: "none"},
  ".cm-ms-line .cm-textfield": {flex: "0 1 96px"},
  ".cm-ms-line label": {color: "var(--ms-muted)", padding: "0 4px"},
  ".cm-ms-line .cm-ms-count": {minWidth: "0"},
  ".cm-ms-tools": {display: "flex", gap: "2px"},
  ".cm-ms-tool, .cm-ms-choice": {
    display: "inline-flex",
    alignItems: "center",
    justifyContent: "center",
    width: "24px",
    height: "24px",
    border: "0",
    padding: "0",
    background: "none",
    borderRadius: "var(--ms-radius)",
    color: "var(--ms-muted)",
    font: "var(--ms-small) / 1 var(--ms-mono)",
    cursor: "pointer",
  },
  ".cm-ms-tool:hover, .cm-ms-choice:hover": {background: "var(--ms-hover)", color: "var(--ms-text)"},
  ".cm-ms-choice[aria-pressed=true]": {background: "var(--ms-selected)", color: "var(--ms-text)"},
  ".cm-ms-choice::before": {content: "attr(data-sign)"},
  ".cm-ms-choice.wholeWord": {textDecoration: "underline", textUnderlineOffset: "3px"},
  ".cm-ms-tool.up .icon": {rotate: "180deg"},
  "@media (pointer: coarse)": {
    ".cm-ms-tool, .cm-ms-choice": {width: "40px", height: "44px"},
    ".cm-ms-row .cm-textfield": {flex: "1 1 120px"},
    ".cm-ms-row.below": {paddingLeft: "44px"},
  },
})
