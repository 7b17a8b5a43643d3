/** WASI's numbers of errors, which emscripten has. */
export const wasiErrors = {
  /** EAGAIN: "Resource temporarily unavailable". */
  again: 6,
  badDescriptor: 8,
  invalid: 28,
  noEntry: 44,
  noTerminal: 59,
  overflow: 61,
  /** ESTALE: "stale file handle". */
  stale: 72,
} as const

/** Linux's numbers of errors (errno.h), which programs know, by those that emscripten has (WASI's, from 0). */
const linuxNumbers = [
  0, 7, 13, 98, 99, 97, 11, 114, 9, 74, 16, 125, 10, 103, 111, 104, 35, 89, 33, 122, 17, 14, 27, 113, 43, 84, 115, 4,
  22, 5, 106, 21, 40, 24, 31, 90, 72, 36, 100, 102, 101, 23, 105, 19, 2, 8, 37, 67, 12, 42, 92, 28, 38, 107, 20, 39,
  131, 88, 95, 25, 6, 75, 130, 1, 32, 71, 93, 91, 34, 30, 29, 3, 116, 110, 26, 18,
] as const

/** One that is unknown stays what it is. */
export function linuxError(wasi: number): number {
  return linuxNumbers[wasi] ?? wasi
}
