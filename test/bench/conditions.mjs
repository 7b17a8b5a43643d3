/**
 * The conditions that a program is run under. Those of a group are run in turn, round by round, each against the plain
 * runs of its own group, of which there are two: the second one's ratio to the first is what chance does.
 *
 * `host` is a method of the page's `bench`, `make` its argument beside the work. `scale` makes the work smaller where
 * each unit takes longer; all is compared per unit. "passes": so much work that the hot line runs a million times.
 */

/** @import {Program} from "./programs.mjs" */

const never = program => [{line: program.lines.never}]

/** Nothing else may be as large as this. */
const neverThatOften = "> 900000000"

export const plain = {name: "plain", label: "plain wasmoon", host: "wasmoon", make: () => ({hook: "none"})}
const plainAgain = {...plain, name: "plain again", label: "A/A: plain wasmoon again"}

/**
 * @typedef {object} Condition
 * @property {string} name
 * @property {string} label
 * @property {"wasmoon" | "engine" | "kernel" | "fengari" | "paired"} [host]
 * @property {(program: Program, expectedMs: number) => object} make
 * @property {number} [scale] default 1
 * @property {number} [turnMs] instead of scale: work for so long on plain
 * @property {true} [passes]
 * @property {[string, string]} [ratioOf] no run of its own: one condition of the group against another
 * @property {string} [note] no run of its own: a note of the plain run's, against its note "plain"
 *
 * @typedef {object} Group
 * @property {string} name
 * @property {string} title
 * @property {boolean} isolated
 * @property {number} rounds part of the rounds that are asked for: slow things get fewer
 * @property {"ratio" | "overhead"} unit "overhead": µs per pass of the hot line, over plain
 * @property {Condition[]} conditions
 */

/** A figure that another run has brought along. */
const noted = (name, label) => ({name, label, note: name})

/** @type {Group[]} */
export const groups = [
  {
    name: "paired",
    title: "Engine against plain wasmoon, in one worker, in turns of a few ms",
    isolated: true,
    rounds: 0.12,
    unit: "ratio",
    conditions: [
      {
        name: "plain",
        label: "all four",
        host: "paired",
        turnMs: 15,
        make: ({lines}, expectedMs) => ({line: lines.never, turns: Math.round(10 + expectedMs / 20)}),
      },
      noted("plain again", "A/A: plain wasmoon again"),
      noted("disabled", "no breakpoint"),
      noted("set", "breakpoint in the hot function, not reached"),
    ],
  },
  {
    name: "watched",
    title: "Programs that nobody stops, against plain wasmoon (1.00 = as fast)",
    isolated: true,
    rounds: 1,
    unit: "ratio",
    conditions: [
      plain,
      plainAgain,
      {name: "disabled", label: "no breakpoint", host: "kernel", make: () => ({breakpoints: []})},
      {
        name: "set",
        label: "breakpoint in the hot function, not reached",
        host: "kernel",
        make: program => ({breakpoints: never(program)}),
      },
      {
        name: "added",
        label: "the same, set while it runs",
        host: "kernel",
        make: (program, expectedMs) => ({breakpoints: never(program), setAfter: expectedMs / 10}),
      },
      {
        name: "step over",
        label: "step over the line that runs all",
        host: "kernel",
        make: program => ({breakpoints: [], stepOver: program.lines.run}),
      },
    ],
  },
  {
    name: "passes",
    title: "Breakpoints that are reached and do not stop, µs per pass over plain",
    isolated: true,
    rounds: 0.34,
    unit: "overhead",
    conditions: [
      {...plain, passes: true},
      {
        name: "condition",
        label: "condition, false each time",
        host: "kernel",
        passes: true,
        make: ({lines, condition}) => ({breakpoints: [{line: lines.hot, condition}]}),
      },
      {
        name: "hit count",
        label: "hit count, never there",
        host: "kernel",
        passes: true,
        make: ({lines}) => ({breakpoints: [{line: lines.hot, hitCondition: neverThatOften}]}),
      },
    ],
  },
  {
    name: "lines",
    title: "Full: every line of every function is an event, against plain wasmoon",
    isolated: true,
    rounds: 0.34,
    unit: "ratio",
    conditions: [
      plain,
      {
        name: "lines",
        label: "the listener counts them",
        host: "engine",
        scale: 1 / 16,
        make: () => ({lines: "listener"}),
      },
      {
        name: "multiplexer",
        label: "through the multiplexer's one handler",
        host: "engine",
        scale: 1 / 16,
        make: () => ({lines: "multiplexer"}),
      },
      {
        name: "multiplexer / direct",
        label: "multiplexer against listener",
        ratioOf: ["multiplexer", "lines"],
      },
      {
        name: "lines and place",
        label: "the listener asks for each line's number",
        host: "engine",
        scale: 1 / 300,
        make: () => ({lines: "place"}),
      },
    ],
  },
  {
    name: "others",
    title: "What others do, against plain wasmoon",
    isolated: true,
    rounds: 0.34,
    unit: "ratio",
    conditions: [
      plain,
      {
        name: "naive",
        label: "wasmoon, line hook with lua_getinfo",
        host: "wasmoon",
        scale: 1 / 90,
        make: () => ({hook: "getinfo"}),
      },
      {name: "fengari", label: "Fengari 0.1.5, unwatched", host: "fengari", scale: 1 / 60, make: () => ({})},
    ],
  },
  {
    name: "not isolated",
    title: "Pages that are not cross-origin isolated, against plain wasmoon there",
    isolated: false,
    rounds: 0.34,
    unit: "ratio",
    conditions: [
      plain,
      plainAgain,
      {
        name: "set, full speed",
        label: "breakpoint not reached, pausable: false",
        host: "kernel",
        make: program => ({breakpoints: never(program), pausable: false}),
      },
      {
        name: "set, pausable",
        label: "breakpoint not reached, pausable: true",
        host: "kernel",
        make: program => ({breakpoints: never(program), pausable: true}),
      },
    ],
  },
]
