/**
 * How long the tests wait, in one place. Far above what anything takes: a machine that does much else must not fail a
 * run, and what never comes is rare. Tests wait for conditions, and never assert times.
 */

/** One test, and one hook. */
export const testMs = 300_000

/** A condition that is polled for, within a test. */
export const conditionMs = 120_000

/** A file of browser tests; its page may be frozen, so that no test's own limit comes. */
export const fileMs = 900_000

/** All browser tests of one kind. They take some three minutes; past this nothing is waited for: no file, no browser. */
export const runMs = 2_400_000
