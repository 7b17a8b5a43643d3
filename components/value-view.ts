import {css, html, type TemplateResult} from "lit"
import {shorten} from "./controller/inline-values.ts"

/** A value longer than this is cut in the middle, with its size beside it. */
const longest = 160

export const valueStyles = css`
  .value {
    font-family: var(--ms-mono);
    white-space: pre;
    overflow: hidden;
    text-overflow: ellipsis;
    color: var(--ms-text);
  }

  .value.string {
    color: var(--ms-string);
  }

  .value.number,
  .value.integer,
  .value.float {
    color: var(--ms-number);
  }

  .value.boolean {
    color: var(--ms-keyword);
  }

  .value.nil {
    color: var(--ms-nil);
  }

  .value.function {
    color: var(--ms-function);
  }

  .value.table,
  .value.userdata,
  .value.thread {
    color: var(--ms-table);
  }

  .value.changed {
    color: var(--ms-changed);
    font-weight: 600;
  }

  .size {
    color: var(--ms-muted);
    font-family: var(--ms-font);
    font-size: var(--ms-small);
    margin-left: 8px;
    flex: none;
  }
`

/** A value in its type's colour. */
export function valueView(value: string, type: string, changed = false): TemplateResult {
  const shown = shorten(value, longest)
  const size = shown === value ? "" : html`<span class="size">${value.length.toLocaleString("en")} characters</span>`
  return html`<span class="value ${type} ${changed ? "changed" : ""}" title=${shorten(value, 2000)}>${shown}</span>${size}`
}
