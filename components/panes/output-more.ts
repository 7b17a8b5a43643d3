/** The end of a line of output that is not shown whole. */
import {html, nothing, type TemplateResult} from "lit"
import type {OutputLine} from "../../src/workbench/console/output-log.ts"
import {emit} from "../kit/emit.ts"

export function moreOf(from: EventTarget, {id, rest}: OutputLine): TemplateResult | typeof nothing {
  if (rest === undefined) return nothing
  return html`<button class="link more" title="Show more of this line" @click=${() => emit(from, {type: "show-more", id})}>… ${rest.length.toLocaleString("en")} more characters</button>`
}
