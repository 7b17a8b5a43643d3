/**
 * What is kept of a source of code, such as its breakpoints, is kept under a key: the path of a file of the workspace, or,
 * for code that comes from no file, one that is made of its number and that no path is like.
 */
export const keyOf = (reference: number): string => `//${reference}`

/** Undefined: the key is a path. */
export const referenceOf = (key: string): number | undefined =>
  key.startsWith("//") ? Number(key.slice(2)) : undefined
