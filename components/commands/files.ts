/** Files. */
import {commands} from "./registry.ts"

commands.add({
  id: "show-files",
  title: "Files and examples…",
  icon: "folder",
  at: "programs",
  run: {type: "show-files"},
  isThere: ({folded}) => folded,
})
commands.add({id: "save", title: "Save", keys: ["Ctrl+S"], run: {type: "save"}})
export const newFile = commands.add({
  id: "new-file",
  title: "New file",
  icon: "new-file",
  at: "files",
  run: {type: "ask-new-file"},
})
export const uploadFiles = commands.add({
  id: "upload-files",
  title: "Upload files",
  icon: "cloud-upload",
  at: "files",
  run: {type: "choose-upload"},
})
commands.add({
  id: "download-file",
  title: "Download this file",
  icon: "cloud-download",
  at: "files",
  run({model, act}) {
    const path = model.shown.workspace.activePath
    if (path) return act({type: "download", path})
  },
})
