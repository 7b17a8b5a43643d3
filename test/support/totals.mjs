/** The totals of a test run, and its last line. */

/** @typedef {{passed: number, failed: number, skipped: number}} Totals */

/**
 * @param {readonly Totals[]} parts
 * @returns {Totals}
 */
export function addTotals(parts) {
  const sum = key => parts.reduce((total, part) => total + part[key], 0)
  return {passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped")}
}

/**
 * Writes a line to standard error. Not by `console`: @web/test-runner puts itself in its place, and loses what was
 * written last when the process ends before the runner does.
 * @param {string} text
 */
export function complain(text) {
  process.stderr.write(`${text}\n`)
}

/**
 * Writes `N passed, N failed` as the last line.
 * @param {Totals} totals
 * @returns {boolean} whether the run is a success: nothing failed, and something ran
 */
export function reportTotals({passed, failed, skipped}) {
  if (skipped > 0) process.stdout.write(`${skipped} skipped\n`)
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  return failed === 0 && passed > 0
}

/**
 * Runs a script to its end and sets the exit code by what it resolves to. What breaks it off, also an error that nobody
 * awaits, counts as one failure, so that the last line always has totals.
 * @param {() => Promise<boolean>} main
 */
export function runToExit(main) {
  /** Not by process.exitCode: a browser that failed to close would keep the process alive. */
  const end = passed => process.exit(passed ? 0 : 1)
  const breakOff = error => {
    complain(error?.message ?? String(error))
    end(reportTotals({passed: 0, failed: 1, skipped: 0}))
  }
  process.on("uncaughtException", breakOff)
  main().then(end, breakOff)
}
