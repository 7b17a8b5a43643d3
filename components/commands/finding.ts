/** Places, and help. */
import {commands} from "./registry.ts"

commands.add({id: "go-to-line", title: "Go to line…", keys: ["Ctrl+G"], run: {type: "go-to-line"}})
commands.add({
  id: "show-shortcuts",
  title: "Keyboard shortcuts",
  keys: ["F1", "?"],
  at: "settings",
  run: {type: "show-shortcuts"},
})
