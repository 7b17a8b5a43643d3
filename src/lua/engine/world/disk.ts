/** The part of emscripten's file system that is used, by the names that its build has left it. */

/** An open file. */
export interface Stream {
  readonly fd: number
  readonly position: number
  /** There where it is a terminal's. */
  readonly tty?: unknown
  flags: number
}

export interface FileSystem {
  writeFile(path: string, data: Uint8Array): void
  readFile(path: string): Uint8Array
  mkdir(path: string): unknown
  rmdir(path: string): void
  unlink(path: string): void
  rename(from: string, to: string): void
  readlink(path: string): string
  chdir(path: string): void
  readdir(path: string): string[]
  stat(path: string): {readonly mode: number; readonly size: number; readonly mtime: Date}
  /** What is open, by descriptor. */
  readonly streams: readonly (Stream | null | undefined)[]
  open(path: string, flags: number, mode?: number): Stream
  close(stream: Stream): void
  read(stream: Stream, into: Uint8Array, at: number, length: number): number
  write(stream: Stream, from: Uint8Array, at: number, length: number): number
}

/** With what only its system calls can do. */
export interface Disk extends FileSystem {
  /** @returns 0, or an error's number */
  seek(descriptor: number, offset: bigint, from: number): number
  /** @returns the new descriptor, or an error's number, negative */
  duplicate(descriptor: number, as: number): number
}

/** What a file that is cut off has for a descriptor (vm/open-files.ts). */
export const noDescriptor = -1
