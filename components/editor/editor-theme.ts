import {HighlightStyle, syntaxHighlighting} from "@codemirror/language"
import type {Extension} from "@codemirror/state"
import {EditorView} from "@codemirror/view"
import {tags} from "@lezer/highlight"

const look = EditorView.theme({
  "&": {
    height: "100%",
    color: "var(--ms-text)",
    backgroundColor: "var(--ms-background)",
    fontSize: "var(--ms-size)",
    "--ms-line": "19.5px",
  },
  "&.cm-focused": {outline: "none"},
  ".cm-scroller": {
    scrollbarWidth: "thin",
    fontFamily: "var(--ms-mono)",
    lineHeight: "var(--ms-line)",
    overflow: "auto",
  },
  ".cm-content": {caretColor: "var(--ms-text)", padding: "4px 0"},
  ".cm-line": {padding: "0 16px 0 6px"},
  ".cm-cursor, .cm-dropCursor": {borderLeftColor: "var(--ms-text)"},
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--ms-selection)",
  },
  ".cm-gutters": {
    backgroundColor: "var(--ms-background)",
    color: "var(--ms-muted)",
    border: "none",
    userSelect: "none",
  },
  ".cm-lineNumbers .cm-gutterElement": {padding: "0 8px 0 4px", minWidth: "28px", cursor: "pointer"},
  ".cm-activeLine": {backgroundColor: "transparent"},
  ".cm-activeLineGutter": {backgroundColor: "transparent", color: "var(--ms-text)"},
  ".cm-foldGutter .cm-gutterElement": {color: "var(--ms-muted)", padding: "0 2px", cursor: "pointer"},
  "&.cm-focused .cm-matchingBracket, .cm-matchingBracket": {backgroundColor: "var(--ms-bracket)"},
  "&.cm-focused .cm-nonmatchingBracket": {backgroundColor: "var(--ms-error-line)"},
  ".cm-selectionMatch": {backgroundColor: "var(--ms-bracket)"},
  ".cm-foldPlaceholder": {
    background: "var(--ms-hover)",
    border: "none",
    color: "var(--ms-muted)",
    padding: "0 4px",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--ms-raised)",
    color: "var(--ms-text)",
    border: "1px solid var(--ms-border)",
    borderRadius: "6px",
    boxShadow: "var(--ms-shadow)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    borderRadius: "inherit",
    fontFamily: "var(--ms-mono)",
    fontSize: "var(--ms-size)",
    maxHeight: "min(290px, 50cqh)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {padding: "2px 8px", lineHeight: "20px"},
  ".cm-tooltip-autocomplete ul li[aria-selected]": {background: "var(--ms-selected)", color: "var(--ms-text)"},
  ".cm-completionMatchedText": {textDecoration: "none", color: "var(--ms-accent)"},
  ".cm-completionDetail": {color: "var(--ms-muted)", fontStyle: "normal"},
  ".cm-completionIcon": {opacity: 0.7},
  ".cm-panels": {backgroundColor: "var(--ms-panel)", color: "var(--ms-text)"},
  ".cm-panels.cm-panels-bottom": {borderTop: "1px solid var(--ms-border)"},
  ".cm-panels.cm-panels-top": {borderBottom: "1px solid var(--ms-border)"},
  ".cm-textfield": {
    background: "var(--ms-field)",
    border: "1px solid var(--ms-border-strong)",
    borderRadius: "var(--ms-radius)",
    fontFamily: "var(--ms-mono)",
    fontSize: "var(--ms-small)",
  },
  ".cm-button": {
    background: "var(--ms-raised)",
    border: "1px solid var(--ms-border)",
    borderRadius: "var(--ms-radius)",
    color: "var(--ms-text)",
    backgroundImage: "none",
    fontFamily: "var(--ms-font)",
    fontSize: "var(--ms-small)",
  },
  ".cm-textfield, .cm-button": {height: "26px", padding: "0 8px"},
  ".cm-button:hover": {background: "var(--ms-hover)"},
  ".cm-textfield:focus-visible, .cm-button:focus-visible, .cm-panels button:focus-visible": {
    outline: "2px solid var(--ms-focus)",
    outlineOffset: "-1px",
  },
  "@media (pointer: coarse)": {
    "&": {"--ms-line": "24px"},
    ".cm-content, .cm-textfield": {fontSize: "16px"},
    ".cm-button, .cm-textfield": {height: "44px"},
  },
  ".cm-searchMatch": {backgroundColor: "var(--ms-paused-line)", outline: "1px solid var(--ms-paused)"},
  ".cm-searchMatch-selected": {backgroundColor: "var(--ms-selection)"},
  ".cm-placeholder": {color: "var(--ms-muted)"},
})

const colours = HighlightStyle.define([
  {tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.operatorKeyword], color: "var(--ms-keyword)"},
  {tag: [tags.bool, tags.null, tags.self, tags.atom], color: "var(--ms-keyword)"},
  {tag: [tags.string, tags.special(tags.string)], color: "var(--ms-string)"},
  {tag: tags.escape, color: "var(--ms-number)"},
  {tag: tags.number, color: "var(--ms-number)"},
  {tag: tags.comment, color: "var(--ms-comment)", fontStyle: "italic"},
  {tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--ms-function)"},
  {tag: [tags.function(tags.definition(tags.variableName))], color: "var(--ms-function)"},
  {tag: [tags.standard(tags.variableName), tags.standard(tags.propertyName)], color: "var(--ms-function)"},
  {tag: [tags.labelName, tags.meta, tags.modifier], color: "var(--ms-nil)"},
  {tag: tags.invalid, color: "var(--ms-error)"},
])

/** Colours and metrics of code, all from the theme's properties, so light and dark need no second theme. */
export const editorTheme: Extension = [look, syntaxHighlighting(colours)]
