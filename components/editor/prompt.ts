/** The console's prompt: a small editor. Enter runs what is whole, else it breaks the line; the arrows walk the history. */
import {autocompletion, type CompletionContext, closeBrackets, completionKeymap} from "@codemirror/autocomplete"
import {defaultKeymap, historyKeymap, insertNewlineAndIndent, history as undoHistory} from "@codemirror/commands"
import {bracketMatching} from "@codemirror/language"
import {EditorState} from "@codemirror/state"
import {type Command, EditorView, keymap, placeholder} from "@codemirror/view"
import {isUnfinished} from "../../src/lua/language/index.ts"
import type {PromptCompletions} from "../../src/workbench/console/console-completion.ts"
import {asksByTab, takesByTab} from "./completing.ts"
import {editorTheme} from "./editor-theme.ts"
import {luaLanguage} from "./language.ts"
import {replacing} from "./replacing.ts"

/** DAP's names for kinds of completions → CodeMirror's, where they differ. */
const editorTypes: Readonly<Record<string, string>> = {
  field: "property",
  module: "namespace",
  value: "constant",
  file: "text",
}

export interface PromptEvents {
  run(code: string): void
  /** Oldest first. */
  history(): readonly string[]
  complete(code: string, cursor: number): Promise<PromptCompletions>
}

export interface Prompt {
  focus(): void
}

export function createPrompt(parent: HTMLElement, root: ShadowRoot, events: PromptEvents): Prompt {
  let position = 0
  let draft = ""
  const show = (view: EditorView, text: string) => {
    view.dispatch({changes: {from: 0, to: view.state.doc.length, insert: text}, selection: {anchor: text.length}})
  }
  const run = (view: EditorView) => {
    const code = view.state.doc.toString().trim()
    if (code === "") return true
    position = 0
    draft = ""
    show(view, "")
    events.run(code)
    return true
  }
  const runWhole: Command = view => (isUnfinished(view.state.doc.toString()) ? insertNewlineAndIndent(view) : run(view))
  // `position` counts back from the newest; 0 is what is being typed.
  const walk = (step: 1 | -1) => (view: EditorView) => {
    const {state} = view
    const {head} = state.selection.main
    const edge = step === 1 ? state.doc.lineAt(head).number === 1 : state.doc.lineAt(head).number === state.doc.lines
    const all = events.history()
    const next = position + step
    if (!edge || next < 0 || next > all.length) return false
    if (position === 0) draft = state.doc.toString()
    position = next
    show(view, next === 0 ? draft : all[all.length - next])
    return true
  }
  const complete = async (context: CompletionContext) => {
    if (!context.explicit && !context.matchBefore(/[\w.:"'/]$/)) return null
    const {from, items} = await events.complete(context.state.doc.toString(), context.pos)
    const options = items.map(({text, type, signature}, i) => ({
      label: text,
      type: editorTypes[type] ?? type,
      ...(signature ? {detail: signature} : {}),
      // the kernel puts the likeliest first
      boost: Math.max(-99, 50 - i),
    }))
    return options.length > 0 ? {from, options, validFor: /^\w*$/} : null
  }
  const view = new EditorView({
    parent,
    root,
    state: EditorState.create({
      extensions: [
        keymap.of([
          ...completionKeymap,
          {key: "Enter", run: runWhole, shift: insertNewlineAndIndent},
          {key: "Mod-Enter", run},
          {key: "ArrowUp", run: walk(1)},
          {key: "ArrowDown", run: walk(-1)},
        ]),
        luaLanguage(),
        // Enter runs what was typed, unless one in the list was chosen
        autocompletion({icons: false, aboveCursor: true, selectOnOpen: false, override: [complete]}),
        takesByTab,
        asksByTab,
        undoHistory(),
        replacing,
        bracketMatching(),
        closeBrackets(),
        placeholder("Evaluate Lua"),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          tabindex: "0",
          "aria-label": "Console prompt",
          "aria-description":
            "Enter runs what is whole. Shift+Enter starts a new line. Up and down walk the history. Escape ends what runs; Escape, then Tab leaves.",
        }),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.theme({
          "&": {background: "transparent"},
          ".cm-content": {padding: "2px 0"},
          ".cm-line": {padding: "0"},
        }),
        editorTheme,
      ],
    }),
  })
  return {focus: () => view.focus()}
}
