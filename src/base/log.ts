/** From the least to the most important. */
export type LogLevel = "debug" | "info" | "warn" | "error"
export const logLevels: readonly LogLevel[] = ["debug", "info", "warn", "error"]

/** Facts beside a message: ids, sizes, the error itself. Kept apart from the text so that a log can be filtered by them. */
export type LogDetails = Readonly<Record<string, unknown>>

/**
 * What happened, for whoever looks for a fault. Passed into the ES-only layers, which never write to a console.
 * `message` is a fixed sentence; what varies goes into `details`.
 */
export interface Log {
  /** Asks before costly details are gathered: `if (log.enabled("debug")) log.debug("…", dump())`. */
  enabled(level: LogLevel): boolean
  debug(message: string, details?: LogDetails): void
  info(message: string, details?: LogDetails): void
  warn(message: string, details?: LogDetails): void
  error(message: string, details?: LogDetails): void
}

/** Gets the entries of a log made by `createLog`, already filtered by level. */
export type LogSink = (level: LogLevel, message: string, details: LogDetails) => void

/** A log that hands entries from `threshold` up to `sink`. */
export function createLog(threshold: LogLevel, sink: LogSink): Log {
  const lowest = logLevels.indexOf(threshold)
  const enabled = (level: LogLevel) => logLevels.indexOf(level) >= lowest
  const writer =
    (level: LogLevel) =>
    (message: string, details: LogDetails = {}) => {
      if (enabled(level)) sink(level, message, details)
    }
  return {enabled, debug: writer("debug"), info: writer("info"), warn: writer("warn"), error: writer("error")}
}

/** Keeps nothing. */
export const nullLog: Log = {
  enabled: () => false,
  debug() {},
  info() {},
  warn() {},
  error() {},
}
