/** The types of size.mjs, which runs without a compiler. */
export interface MeasuredFile {
  /** Below dist/, with slashes. */
  readonly path: string
  readonly bytes: number
  readonly gzipped: number
}

export const budgetKilobytes: number

/**
 * The files of the first load, the largest first.
 * @throws Error with a sentence when there is no build, or it names a file that it lacks
 */
export function measureFirstLoad(dist: string): MeasuredFile[]

/** The table, and the sentence when the budget is broken. */
export function reportSizes(files: readonly MeasuredFile[]): {readonly text: string; readonly withinBudget: boolean}
