/** Programs of other tabs. */
import {commands} from "./registry.ts"

commands.add({
  id: "find-programs",
  title: "Attach to a program in another tab…",
  icon: "plug",
  at: "files",
  group: {},
  run: {type: "find-programs"},
  isThere: ({attachable}) => attachable,
})
