/** The few things that can be set. */
import type {Theme} from "../../src/workbench/arrangement.ts"
import {commands} from "./registry.ts"

const themes: Readonly<Record<Theme, string>> = {auto: "As the system", light: "Light", dark: "Dark"}
const colours = {heading: "Colours", isChoice: true}
const habits = {}

for (const theme of ["auto", "light", "dark"] as const)
  commands.add({
    id: `theme-${theme}`,
    title: themes[theme],
    at: "settings",
    group: colours,
    run: {type: "theme", theme},
    isOn: situation => situation.theme === theme,
  })

commands.add({
  id: "wrap",
  title: "Wrap long lines of code",
  at: "settings",
  group: habits,
  run: ({situation, act}) => act({type: "wrap", wraps: !situation.wraps}),
  isOn: ({wraps}) => wraps,
})
commands.add({
  id: "announce",
  title: "Read out new output",
  note: "For screen readers: new lines of output, every second or two",
  at: "settings",
  group: habits,
  run: ({situation, act}) => act({type: "announce", announces: !situation.announces}),
  isOn: ({announces}) => announces,
})
commands.add({
  id: "keep-state",
  title: "Keep the program's state over a reload",
  note: "Globals, functions and coroutines are saved after each run, and are there again after a reload",
  at: "settings",
  group: habits,
  run: ({situation, act}) => act({type: "keep-state", keep: !situation.keepsState}),
  isOn: ({keepsState}) => keepsState,
})
