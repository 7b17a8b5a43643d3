/**
 * Emscripten's file system in memory keeps a directory's entries in a plain object, where two names are taken:
 * `__proto__`, and `hasOwnProperty`, which it asks before it lists them. Here they get objects that nothing is taken of.
 */
import type {FileSystem} from "./disk.ts"

type Entries = Record<string, unknown>
/** Its other fields have names of one letter, which are found out by what they hold. */
type Node = Record<string, unknown>
type ListEntries = (directory: Node) => string[]

export interface EmscriptenFiles extends FileSystem {
  readonly root: Node
  mkdir(path: string): Node
}

/** There is one in every root (emscripten's FS.createDefaultDirectories). */
const known = "tmp"
const hasKnown = (value: unknown) => typeof value === "object" && value !== null && Object.hasOwn(value, known)
const lists = (value: unknown): value is {readdir: ListEntries} =>
  typeof value === "object" && value !== null && "readdir" in value && typeof value.readdir === "function"

/** @throws Error where it is not the emscripten that this was written for */
export function withAnyNames(files: EmscriptenFiles): FileSystem {
  const {root} = files
  const field = Object.keys(root).find(key => hasKnown(root[key]))
  const operations = Object.values(root).find(lists)
  if (field === undefined || !operations)
    throw new Error("wasmoon's file system is not the one that this was written for.")
  const free = (directory: Node): void => {
    const entries = Object.assign(Object.create(null), directory[field]) as Entries
    directory[field] = entries
    for (const entry of Object.values(entries) as Node[]) if (isDirectory(entry[field])) free(entry)
  }
  free(root)
  // all directories share it
  operations.readdir = directory => [".", "..", ...Object.keys(directory[field] as Entries)]
  const {mkdir} = files
  // programs can make none
  files.mkdir = path => {
    const made = mkdir.call(files, path)
    free(made)
    return made
  }
  return files
}

/** Of a file these are bytes, or null. */
const isDirectory = (entries: unknown): boolean =>
  typeof entries === "object" && entries !== null && !ArrayBuffer.isView(entries)
