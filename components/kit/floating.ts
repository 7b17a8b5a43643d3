/** What floats above the panes: trouble with Lua itself. */
import {html, nothing, type TemplateResult} from "lit"
import {unresponsiveWords} from "../../src/workbench/words/state-words.ts"
import type {ModelAction, WorkbenchModel} from "../../src/workbench/workbench-model.ts"
import {icon} from "./icons.ts"

/** Lua doesn't respond, or is gone: what happened, and what is safe. */
export function troubleCard(model: WorkbenchModel): TemplateResult | typeof nothing {
  const {state} = model.shown.run
  const act = (action: ModelAction) => () => void model.dispatch(action)
  const restart = (className: string) =>
    html`<button class="button ${className}" @click=${act({type: "restart-kernel"})}>Restart</button>`
  if (state.kind === "dead") {
    return card(
      `Lua has stopped working: ${sentence(state.reason)} Your files and breakpoints are kept.`,
      restart("primary"),
    )
  }
  if (state.kind !== "unresponsive") return nothing
  const wait = html`<button class="button primary" @click=${act({type: "keep-waiting"})}>Keep waiting</button>`
  return card(unresponsiveWords(state.what), html`${wait}${restart("")}`)
}

function card(words: string, choices: TemplateResult): TemplateResult {
  return html`<div class="card" role="alert">
    ${icon("warning")}
    <div class="words">${words}<div class="choices">${choices}</div></div>
  </div>`
}

function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`
}
