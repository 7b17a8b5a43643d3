/**
 * Data that a program shows, as elements. Markup of a program's is never read: tables are built from the tabular data
 * resource, images from their bytes, and all else is shown as text.
 */
import {css, html, LitElement, type TemplateResult} from "lit"
import type {MimeBundle} from "../../src/client/face.ts"
import {base} from "../kit/theme.ts"

const imageTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"] as const
const tableType = "application/vnd.dataresource+json"

const displayStyles = css`
  .display {
    max-width: 100%;
    overflow: auto;
    padding: 2px 0 4px;
  }

  .display table {
    border-collapse: collapse;
    font: var(--ms-size) / 20px var(--ms-mono);
  }

  .display caption {
    caption-side: bottom;
    padding-top: 4px;
    text-align: left;
    color: var(--ms-muted);
    font-family: var(--ms-font);
  }

  .display th,
  .display td {
    padding: 1px 12px 1px 8px;
    border: 1px solid var(--ms-border);
    text-align: left;
    white-space: pre;
  }

  .display th {
    color: var(--ms-muted);
    font-weight: normal;
  }

  .display .number {
    text-align: right;
    color: var(--ms-number);
  }

  .display img {
    display: block;
    max-width: 100%;
    background: repeating-conic-gradient(var(--ms-hover) 0% 25%, transparent 0% 50%) 0 0 / 16px 16px;
  }

  .display pre {
    margin: 0;
    font: var(--ms-size) / 20px var(--ms-mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`

interface Resource {
  readonly schema: {readonly fields: readonly {readonly name: string}[]}
  readonly data: readonly Readonly<Record<string, unknown>>[]
  /** Rows that are not among them. */
  readonly more?: number
}

/** Loaded when there is something to show. */
export class DisplayElement extends LitElement {
  static override properties = {data: {attribute: false}}
  declare data: MimeBundle
  static override styles = [base, displayStyles]

  override render(): TemplateResult {
    return displayed(this.data)
  }
}

function displayed(data: MimeBundle): TemplateResult {
  const table = data[tableType]
  if (isResource(table))
    return html`<div class="display" tabindex="0" role="group" aria-label="Table">${tableOf(table)}</div>`
  const image = imageTypes.find(type => typeof data[type] === "string")
  if (image !== undefined)
    return html`<div class="display"><img src="data:${image};base64,${data[image]}" alt=${plainText(data, "An image of the program's")}
      @load=${({target}: Event) => ((target as Node).getRootNode() as ShadowRoot).host.dispatchEvent(new Event("load"))} /></div>`
  return html`<div class="display"><pre>${plainText(data, `[${Object.keys(data).join(", ")}]`)}</pre></div>`
}

function plainText(data: MimeBundle, otherwise: string): string {
  const text = data["text/plain"]
  return typeof text === "string" ? text : otherwise
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null
/** A program may hand over anything under this name. */
function isResource(value: unknown): value is Resource {
  if (!isObject(value) || !("schema" in value) || !("data" in value) || !isObject(value.schema)) return false
  if (!("fields" in value.schema) || !Array.isArray(value.schema.fields) || !Array.isArray(value.data)) return false
  return value.schema.fields.every(one => isObject(one) && "name" in one) && value.data.every(isObject)
}

function tableOf({schema, data, more}: Resource): TemplateResult {
  const names = schema.fields.map(({name}) => `${name}`)
  const cell = (row: Readonly<Record<string, unknown>>, name: string, i: number): TemplateResult => {
    const text = `${row[name] ?? ""}`
    if (i === 0 && name === "") return html`<th scope="row">${text}</th>`
    return /^-?[\d.]/.test(text) ? html`<td class="number">${text}</td>` : html`<td>${text}</td>`
  }
  return html`<table>
    ${more ? html`<caption>… ${Number(more).toLocaleString("en")} more</caption>` : ""}
    <thead><tr>${names.map(name => (name === "" ? html`<td></td>` : html`<th scope="col">${name}</th>`))}</tr></thead>
    <tbody>${data.map(row => html`<tr>${names.map((name, i) => cell(row, name, i))}</tr>`)}</tbody>
  </table>`
}

customElements.define("ms-display", DisplayElement)
