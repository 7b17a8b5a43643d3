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
 * Writes `N passed, N failed` as the last line.
 * @param {Totals} totals
 * @returns {boolean} whether the run is a success: nothing failed, and something ran
 */
export function reportTotals({passed, failed, skipped}) {
  if (skipped > 0) console.log(`${skipped} skipped`)
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0
}

/**
 * Runs a script to its end and sets the exit code by what it resolves to.
 * @param {() => Promise<boolean>} main
 */
export function runToExit(main) {
  main()
    .catch(error => {
      console.error(error.message)
      return false
    })
    /** Not by process.exitCode: a browser that failed to close would keep the process alive. */
    .then(passed => process.exit(passed ? 0 : 1))
}
