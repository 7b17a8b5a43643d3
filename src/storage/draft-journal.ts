/**
 * What a tab has that its store has not: changes on their way, and those that wait for an answer. Written at once, where
 * a write to IndexedDB would be cut off with the page; taken over by the next tab that starts.
 */

/** A change that is not in the store. */
export interface Draft {
  readonly path: string
  /** Null: the file is removed. */
  readonly content: string | null
  /** The revisions that it may follow on; null stands for no file. */
  readonly bases: readonly (string | null)[]
}

export interface DraftJournal {
  /** Notes all drafts of this tab in place of those of before. */
  write(drafts: readonly Draft[]): void
  /**
   * Hands over the drafts of tabs that have ended, and later of those that end while this one lives. They are forgotten
   * when `take` has returned: it writes them into this tab's own journal.
   */
  takeOver(take: (drafts: readonly Draft[]) => void): Promise<void>
  /** The page goes, or comes back: from here on others may take its drafts, or may not. */
  setLiving(living: boolean): void
}

/** The null journal: what is unsaved ends with the page. */
export const noJournal: DraftJournal = {write() {}, async takeOver() {}, setLiving() {}}
