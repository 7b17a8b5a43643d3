/**
 * "stop": at a new stop, compared with the one before. "again": the same values anew. "elsewhere": in another frame of the
 * same stop, where no value is one that has changed.
 */
export type Showing = "stop" | "again" | "elsewhere"
