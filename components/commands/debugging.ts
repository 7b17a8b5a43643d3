/** Running a program, and going through it. */
import {commands} from "./registry.ts"

export const debug = commands.add({
  id: "debug",
  title: "Debug",
  keys: ["F5"],
  icon: "debug-start",
  run: {type: "debug"},
  can: ({possible}) => possible.debug || possible.continue,
})
export const run = commands.add({
  id: "run",
  title: "Run without stopping at breakpoints",
  short: "Run",
  keys: ["Ctrl+F5"],
  icon: "play",
  run: {type: "run"},
  can: ({possible}) => possible.run,
})
export const pause = commands.add({
  id: "pause",
  title: "Pause",
  keys: ["F6"],
  icon: "debug-pause",
  at: "debugger",
  run: {type: "pause"},
  can: ({possible}) => possible.pause,
})
export const stepOver = commands.add({
  id: "step-over",
  title: "Step over",
  short: "Over",
  keys: ["F10"],
  icon: "debug-step-over",
  at: "debugger",
  run: {type: "step", step: "next"},
  can: ({possible}) => possible.step || possible.debug,
  repeats: true,
})
export const stepInto = commands.add({
  id: "step-into",
  title: "Step into",
  short: "Into",
  keys: ["F11"],
  icon: "debug-step-into",
  at: "debugger",
  run: {type: "step", step: "stepIn"},
  can: ({possible}) => possible.step || possible.debug,
  repeats: true,
})
export const stepOut = commands.add({
  id: "step-out",
  title: "Step out",
  short: "Out",
  keys: ["Shift+F11"],
  icon: "debug-step-out",
  at: "debugger",
  run: {type: "step", step: "stepOut"},
  can: ({possible}) => possible.step,
  repeats: true,
})
export const restart = commands.add({
  id: "restart",
  title: "Restart",
  keys: ["Ctrl+Shift+F5"],
  icon: "debug-restart",
  at: "debugger",
  run: {type: "restart"},
  can: ({possible}) => possible.restart,
})
export const stop = commands.add({
  id: "stop",
  title: "Stop",
  keys: ["Shift+F5"],
  icon: "debug-stop",
  at: "debugger",
  run: {type: "stop"},
  can: ({possible}) => possible.stop,
})
