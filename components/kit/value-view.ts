import {css, html, nothing, type TemplateResult} from "lit"
import type {ValueNode} from "../../src/workbench/stop/value-tree.ts"
import {shorten, type Value, valueWords} from "../../src/workbench/words/value-words.ts"

/** In characters: more is cut, however much room there is. */
const longest = 160

export type ShownValue = Value & Partial<Pick<ValueNode, "parts" | "changed" | "mark">>

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

  .mark {
    flex: none;
    padding-left: 4px;
    color: var(--ms-accent);
    font-size: var(--ms-small);
    white-space: pre;
  }

  .size {
    color: var(--ms-muted);
    font-family: var(--ms-font);
    font-size: var(--ms-small);
    padding-left: 4px;
    white-space: pre;
    flex: none;
  }
`

/**
 * A value in its type's colour; several ones each in its own. What does not fit is under the pointer.
 * @param room in characters
 */
export function valueView(node: ShownValue, room = longest): TemplateResult {
  const {parts, value, changed, mark} = node
  const title = shorten(value, 2000)
  if (parts) {
    return html`<span class="value" title=${title}>${parts.map(
      (part, i) => html`${i > 0 ? ", " : nothing}<span class="value ${part.type}">${partWords(part)}</span>`,
    )}</span>`
  }
  const {text, size} = valueWords(node, Math.min(room, longest))
  return html`<span class="value ${node.type} ${changed ? "changed" : ""}" title=${title}>${text}</span>${
    size ? html`<span class="size"> ${size}</span>` : nothing
  }${mark === undefined ? nothing : html`<span class="mark" title="The same wherever #${mark} stands"> #${mark}</span>`}`
}

/** One of several values. */
const partWords = (part: Value): string => valueWords(part, longest).text

/** A row as it is read out: what it shows, without its buttons. */
export function spokenValue(node: ValueNode, room: number): string {
  const {name, error, mark, parts} = node
  if (node.kind !== "value" || (error === undefined && node.value === "")) return name
  const {text, size} = parts
    ? {text: parts.map(partWords).join(", "), size: undefined}
    : valueWords(node, Math.min(room, longest))
  const value = [error ?? text, error ? undefined : size, mark && `#${mark}`].filter(Boolean).join(" ")
  return name ? `${name} = ${value}` : value
}
