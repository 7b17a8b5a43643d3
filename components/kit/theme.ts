/**
 * Every colour and size of the workbench, as custom properties. The values stand once, as light-dark(light, dark): the
 * switch only sets `color-scheme`. High contrast overrides follow.
 */
import {css} from "lit"

export const theme = css`
  :host {
    color-scheme: light dark;

    /* Surfaces */
    --ms-background: light-dark(#ffffff, #15171c);
    --ms-panel: light-dark(#f7f8fa, #1a1d23);
    --ms-raised: light-dark(#ffffff, #22262e);
    --ms-hover: light-dark(#eceef2, #262a33);
    --ms-selected: light-dark(#e2e9fb, #29334a);
    --ms-field: light-dark(#ffffff, #121419);
    --ms-border: light-dark(#e2e5ea, #2a2e37);
    --ms-border-strong: light-dark(#8b93a1, #6b7381);
    --ms-shadow: 0 4px 16px light-dark(rgb(20 28 48 / 14%), rgb(0 0 0 / 45%));

    /* Words */
    --ms-text: light-dark(#1e232b, #d9dde5);
    --ms-muted: light-dark(#5a6270, #a1a9b7);
    --ms-dimmed: light-dark(#a3aab6, #555c69);

    /* The one accent: moonlight blue */
    --ms-accent: light-dark(#2f59c4, #8db2ff);
    --ms-accent-text: light-dark(#ffffff, #10192e);
    --ms-accent-hover: light-dark(#244aab, #a6c3ff);
    --ms-focus: light-dark(#3d6be0, #7aa5ff);
    --ms-selection: light-dark(#d8e4fd, #263a66);

    /* States */
    --ms-breakpoint: light-dark(#d3302f, #f0605d);
    --ms-breakpoint-off: light-dark(#9199a6, #6d7583);
    --ms-paused: light-dark(#b26b00, #f2b84b);
    --ms-paused-line: light-dark(#fff3d1, #3a3018);
    --ms-paused-caller: light-dark(#eef1f6, #252a34);
    --ms-running: light-dark(#1c7c3f, #58c27d);
    --ms-error: light-dark(#c3272b, #ff8a80);
    --ms-error-line: light-dark(#fdecec, #3b1f22);
    --ms-changed: light-dark(#1f55d6, #7db0ff);
    --ms-warning: light-dark(#8a5a00, #e0b050);

    /* Code and values */
    --ms-keyword: light-dark(#7b3aa8, #c59bf0);
    --ms-string: light-dark(#2b6e3f, #8fcf9b);
    --ms-number: light-dark(#0b6a84, #7cc8dd);
    --ms-comment: light-dark(#586170, #a0a8b6);
    --ms-function: light-dark(#2450a8, #9dbdff);
    --ms-table: light-dark(#3f4856, #c3cad6);
    --ms-nil: light-dark(#7a5a3a, #d0ab84);
    --ms-definition: light-dark(#1e232b, #d9dde5);
    --ms-bracket: light-dark(#dfe6f5, #2f3b56);

    /* Type and grid */
    --ms-font: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
    --ms-mono: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Cascadia Mono", "DejaVu Sans Mono", monospace;
    --ms-size: 13px;
    --ms-small: 12px;
    --ms-label: 11px;
    --ms-row: 24px;
    --ms-radius: 4px;
    --ms-quick: 120ms;
  }

  :host([theme="light"]) {
    color-scheme: light;
  }

  :host([theme="dark"]) {
    color-scheme: dark;
  }

  @media (prefers-contrast: more) {
    :host {
      --ms-border: light-dark(#6b7280, #9ca3af);
      --ms-muted: light-dark(#30363f, #d5dae2);
      --ms-comment: light-dark(#3f4650, #c4cad4);
      --ms-dimmed: light-dark(#767d89, #8b93a1);
      --ms-text: light-dark(#000000, #ffffff);
      --ms-background: light-dark(#ffffff, #000000);
      --ms-panel: light-dark(#ffffff, #000000);
      --ms-accent: light-dark(#0b3fb3, #b5ceff);
      --ms-breakpoint: light-dark(#b00012, #ff8582);
    }
  }

  @media (forced-colors: active) {
    :host {
      --ms-background: Canvas;
      --ms-panel: Canvas;
      --ms-raised: Canvas;
      --ms-hover: Canvas;
      --ms-selected: Highlight;
      --ms-field: Field;
      --ms-border: CanvasText;
      --ms-border-strong: CanvasText;
      --ms-text: CanvasText;
      --ms-muted: CanvasText;
      --ms-dimmed: GrayText;
      --ms-accent: LinkText;
      --ms-accent-text: Canvas;
      --ms-accent-hover: LinkText;
      --ms-focus: Highlight;
      --ms-selection: Highlight;
      --ms-paused-line: Canvas;
      --ms-error-line: Canvas;
      --ms-paused-caller: Canvas;
      --ms-shadow: none;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    :host {
      --ms-quick: 0ms;
    }
  }
`

/** What every component's shadow root begins with. */
export const base = css`
  * {
    box-sizing: border-box;
  }

  :host {
    display: block;
    font: var(--ms-size) / 1.5 var(--ms-font);
    color: var(--ms-text);
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    margin: 0;
    cursor: pointer;
    border-radius: var(--ms-radius);
  }

  button[aria-disabled="true"] {
    color: var(--ms-dimmed);
    cursor: default;
  }

  :focus-visible {
    outline: 2px solid var(--ms-focus);
    outline-offset: -2px;
  }

  .icon {
    display: block;
    flex: none;
  }

  .icon-button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    width: 24px;
    height: 24px;
    color: var(--ms-muted);
    flex: none;
  }

  .icon-button:hover:not([aria-disabled="true"]) {
    background: var(--ms-hover);
    color: var(--ms-text);
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 4px;
    height: 28px;
    padding: 0 12px;
    border: 1px solid var(--ms-border);
    background: var(--ms-raised);
    white-space: nowrap;
  }

  .button:hover:not([aria-disabled="true"]) {
    background: var(--ms-hover);
  }

  .button.primary:not([aria-disabled="true"]) {
    background: var(--ms-accent);
    border-color: var(--ms-accent);
    color: var(--ms-accent-text);
  }

  .button.primary:hover:not([aria-disabled="true"]) {
    background: var(--ms-accent-hover);
    border-color: var(--ms-accent-hover);
  }

  @media (forced-colors: active) {
    .button.primary:not([aria-disabled="true"]) {
      forced-color-adjust: none;
    }
  }

  .link {
    color: var(--ms-accent);
    text-align: left;
    text-decoration: underline;
    text-decoration-color: color-mix(in srgb, currentColor 40%, transparent);
    text-underline-offset: 2px;
  }

  .link:hover {
    text-decoration-color: currentColor;
  }

  input[type="text"],
  textarea {
    font: var(--ms-size) / 20px var(--ms-mono);
    color: var(--ms-text);
    background: var(--ms-field);
    border: 1px solid var(--ms-border-strong);
    border-radius: var(--ms-radius);
    padding: 1px 6px;
    min-width: 0;
    width: 100%;
  }

  input[type="checkbox"] {
    accent-color: var(--ms-accent);
    width: 14px;
    height: 14px;
    margin: 0;
    flex: none;
  }

  @media (pointer: coarse) {
    .button {
      min-height: 44px;
    }

    /* iOS zooms into what is smaller */
    input[type="text"],
    textarea {
      font-size: 16px;
      min-height: 44px;
    }

    input[type="checkbox"] {
      width: 20px;
      height: 20px;
    }
  }

  .empty {
    margin: 0;
    padding: 4px 12px 8px;
    color: var(--ms-muted);
  }

  .mono {
    font-family: var(--ms-mono);
  }

  .quiet {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  * {
    scrollbar-width: thin;
    scrollbar-color: color-mix(in srgb, var(--ms-muted) 45%, transparent) transparent;
  }
`
