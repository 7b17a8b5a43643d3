/** From raw runs to figures, and to markdown. */

export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return low + (high - low) * (at - Math.floor(at))
}
export const median = values => quantile(values, 0.5)

/**
 * The figure of one program under one condition: the median over the rounds, each compared with its own round's plain
 * run, so that a machine that is slower for a while does no harm.
 */
export function figure(runs, group, condition, program) {
  const of = (name, round) =>
    runs.find(
      run => run.group === group.name && run.condition === name && run.program === program && run.round === round,
    )
  const [upper, lower] = condition.ratioOf ?? [condition.name, "plain"]
  const rounds = [...new Set(runs.filter(run => run.group === group.name && run.program === program).map(r => r.round))]
  const values = rounds.flatMap(round => {
    if (condition.note) return noteRatio(of("plain", round), condition)
    const [a, b] = [of(upper, round), of(lower, round)]
    if (!a || !b) return []
    const plainSeconds = (b.seconds / b.size) * a.size
    return [group.unit === "overhead" ? ((a.seconds - plainSeconds) / a.passes) * 1e6 : a.seconds / plainSeconds]
  })
  return values.length ? median(values) : undefined
}

const noteRatio = (run, {note}) => (run ? [run.notes[note] / run.notes.plain] : [])

/** The same from the fastest slices of all rounds: what it would be on a machine that does nothing else. */
export function bestFigure(runs, group, condition, program) {
  const best = name => {
    const mine = runs.filter(run => run.group === group.name && run.condition === name && run.program === program)
    return mine.reduce((a, b) => (a.best < b.best ? a : b), {best: Number.POSITIVE_INFINITY})
  }
  if (condition.note) return figure(runs, group, condition, program)
  const [upper, lower] = condition.ratioOf ?? [condition.name, "plain"]
  const [a, b] = [best(upper), best(lower)]
  if (group.unit === "ratio") return a.best / b.best
  return ((a.best - b.best) * a.size * 1e6) / a.passes
}

/** Every figure: group → condition → {median, worst, worstProgram, programs}. */
export function figures(runs, groups, programs) {
  return groups.flatMap(group =>
    group.conditions
      .filter(condition => condition.name !== "plain")
      .flatMap(condition => {
        const byProgram = Object.fromEntries(
          programs.flatMap(program => {
            const value = figure(runs, group, condition, program)
            return value === undefined ? [] : [[program, value]]
          }),
        )
        const values = Object.values(byProgram)
        if (!values.length) return []
        const worst = Math.max(...values)
        const worstProgram = Object.keys(byProgram).find(program => byProgram[program] === worst)
        const {name, label} = condition
        const best = Object.fromEntries(
          Object.keys(byProgram).map(program => [program, bestFigure(runs, group, condition, program)]),
        )
        return [
          {
            group: group.name,
            condition: name,
            label,
            median: median(values),
            worst,
            worstProgram,
            programs: byProgram,
            best,
          },
        ]
      }),
  )
}

const short = value => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2))
const fine = value => value.toFixed(3)

function table(head, rows) {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(3, ...all.map(row => row[column].length)))
  const line = cells =>
    `| ${cells.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join(" | ")} |`
  const rule = `|${widths.map((width, i) => (i ? `${"-".repeat(width + 1)}:` : "-".repeat(width + 2))).join("|")}|`
  return [line(head), rule, ...rows.map(line)].join("\n")
}

/** Markdown of one group: the conditions are columns, the programs rows; in brackets the figure of the best slices. */
export function groupTable(group, groupFigures) {
  const ratio = group.name === "watched" || group.name === "paired" ? fine : short
  const format = group.unit === "overhead" ? value => fine(value) : ratio
  const programs = [...new Set(groupFigures.flatMap(one => Object.keys(one.programs)))]
  const bests = one => Object.values(one.best)
  const worstBest = one => Object.keys(one.best).find(program => one.best[program] === Math.max(...bests(one)))
  const rows = [
    ["**median**", ...groupFigures.map(one => format(one.median))],
    ["**worst**", ...groupFigures.map(one => `${format(one.worst)} (${one.worstProgram})`)],
    ["**median of best**", ...groupFigures.map(one => format(median(bests(one))))],
    ["**worst of best**", ...groupFigures.map(one => `${format(Math.max(...bests(one)))} (${worstBest(one)})`)],
    ...programs.map(program => [
      program,
      ...groupFigures.map(one =>
        program in one.programs ? `${format(one.programs[program])} [${format(one.best[program])}]` : "",
      ),
    ]),
  ]
  return `## ${group.title}\n\n${table(["", ...groupFigures.map(one => one.label)], rows)}`
}

/** Markdown of the group "context": program → ms of a turn, by condition. */
export function contextTable(context) {
  const rows = Object.entries(context).map(([name, notes]) => [
    name,
    fine(notes["without again"] / notes.without),
    fine(notes.with / notes.without),
  ])
  const column = at => rows.map(row => Number(row[at]))
  const head = ["", "A/A: without again", "with"]
  const summary = [
    ["**median**", fine(median(column(1))), fine(median(column(2)))],
    ["**worst**", fine(Math.max(...column(1))), fine(Math.max(...column(2)))],
  ]
  return `## Correlation ids and stacks of errors, against executions without\n\n${table(head, [...summary, ...rows])}`
}

/** Markdown of the waits: name → milliseconds. */
export function waitTable(waits) {
  const rows = Object.entries(waits).map(([name, values]) => [
    name,
    String(values.length),
    short(median(values)),
    short(quantile(values, 0.95)),
    short(Math.max(...values)),
  ])
  return `## Waits, ms\n\n${table(["", "times", "median", "p95", "longest"], rows)}`
}
