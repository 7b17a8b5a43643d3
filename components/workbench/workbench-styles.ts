import {css} from "lit"

/** The workbench's grid: wide in three columns and a bottom pane, narrow in one. */
export const workbenchStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100%;
    min-height: 240px;
    background: var(--ms-background);
    overflow: hidden;
    position: relative;
    container-type: size;
  }

  :host([narrow]:not([short])) {
    --ms-toolbar: 52px;
  }

  .skip {
    position: absolute;
    z-index: 50;
    top: 8px;
    left: 8px;
  }

  .skip:not(:focus) {
    opacity: 0;
    pointer-events: none;
  }

  .columns {
    flex: 1;
    display: grid;
    grid-template-columns: var(--ms-left) 1px minmax(0, 1fr) 1px var(--ms-right);
    min-height: 0;
  }

  .columns.folded {
    grid-template-columns: minmax(0, 1fr) 1px var(--ms-right);
  }

  .side {
    min-height: 0;
    min-width: 0;
    background: var(--ms-panel);
    overflow: hidden;
  }

  /* Rows share the height as they need it: each grows with what it holds, as long as all others can. */
  .sections {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    max-height: 100%;
    height: 100%;
    min-height: 0;
  }

  .sections > .line {
    background: var(--ms-border);
  }

  .middle {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: 36px minmax(0, 1fr) 1px var(--ms-bottom);
    min-height: 0;
    min-width: 0;
  }

  .editor-tabs,
  .bottom-tabs {
    display: flex;
    align-items: center;
    background: var(--ms-panel);
    border-bottom: 1px solid var(--ms-border);
    min-width: 0;
  }

  .editor-tabs ms-tabs,
  .bottom-tabs ms-tabs {
    flex: 1;
    height: 100%;
  }

  .editor {
    position: relative;
    min-height: 0;
    min-width: 0;
  }

  .bottom {
    display: grid;
    grid-template: 32px minmax(0, 1fr) / minmax(0, 1fr);
    min-height: 0;
    min-width: 0;
    background: var(--ms-background);
  }

  .bottom-tabs .icon-button {
    margin: 4px;
  }

  .bottom-content {
    min-height: 0;
    position: relative;
  }

  .no-file {
    display: grid;
    place-content: center;
    height: 100%;
    text-align: center;
    color: var(--ms-muted);
    padding: 24px;
  }

  .no-file p {
    margin: 0 0 12px;
  }

  /* What went wrong with Lua itself: floats, so that nothing moves under the pointer. */
  .card {
    position: absolute;
    z-index: 25;
    bottom: 44px;
    left: 50%;
    translate: -50% 0;
    width: min(560px, calc(100% - 24px));
    display: flex;
    align-items: flex-start;
    gap: 12px;
    padding: 12px 16px;
    border: 1px solid var(--ms-border);
    border-left: 2px solid var(--ms-error);
    border-radius: 8px;
    background: var(--ms-raised);
    box-shadow: var(--ms-shadow);
  }

  .card .icon {
    color: var(--ms-error);
    margin-top: 2px;
  }

  .card .words {
    flex: 1;
    display: grid;
    gap: 8px;
  }

  .card .choices {
    display: flex;
    gap: 8px;
    flex-wrap: wrap;
  }

  /* At the lower edge of the code, where they hide no row that one may want to press. */
  .notices {
    position: absolute;
    z-index: 40;
    right: calc(var(--ms-right) + 13px);
    bottom: calc(var(--ms-bottom) + 41px);
    max-width: calc(100% - var(--ms-left) - var(--ms-right) - 26px);
  }

  .folded .notices {
    max-width: calc(100% - var(--ms-right) - 25px);
  }

  .drop {
    position: absolute;
    inset: 8px;
    z-index: 50;
    display: grid;
    place-content: center;
    border: 2px dashed var(--ms-accent);
    border-radius: 8px;
    background: color-mix(in srgb, var(--ms-background) 85%, transparent);
    pointer-events: none;
    font-size: 15px;
  }

  /* Narrow: one column, three tabs, the step bar at the bottom. */
  .single {
    flex: 1;
    min-height: 0;
    display: grid;
    grid-template: 44px minmax(0, 1fr) / minmax(0, 1fr);
  }

  .single .middle {
    grid-template-rows: auto minmax(0, 1fr);
  }

  .single .middle .editor-tabs {
    height: 44px;
  }

  .single .editor {
    grid-row: 2;
  }

  .single .bottom {
    grid-row: 1 / 3;
    grid-template-rows: 44px minmax(0, 1fr);
  }

  .single .side {
    overflow: hidden auto;
  }

  .single .sections {
    height: auto;
    max-height: none;
  }

  :host([short]) .single,
  :host([short]) .single .bottom {
    grid-template-rows: 32px minmax(0, 1fr);
  }

  :host([short]) .single .middle .editor-tabs {
    height: 32px;
  }

  :host([narrow]:not([short])) .card {
    bottom: 100px;
  }

  .single .notices {
    right: 12px;
    bottom: 100px;
    max-width: calc(100% - 24px);
  }

  :host([short]) .notices {
    bottom: 40px;
  }
`
