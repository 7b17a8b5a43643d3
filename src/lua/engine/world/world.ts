/**
 * The one door by which comes what a program can't work out from its own memory. A state that is put back, and given the
 * same answers in the same order, does the same again; so all chance comes in here, each answer is plain data, and a
 * recorder is one more World around this one.
 *
 * What comes in, and by what:
 * - the clock: os.time, os.clock, os.tmpname and io.tmpfile (now); the seeds that Lua takes by itself, of its strings in
 *   luaL_newstate and of math.random in luaopen_math and math.randomseed() (now); Performance and Console.time (elapsed);
 * - the time zone: os.date and os.time with a table (zone);
 * - the seed of a state that begins anew (seed);
 * - the environment: os.getenv, taken when the VM is booted (environment);
 * - files: io, os.remove, os.rename, require, loadfile, the program's own file; /dev/urandom (files);
 * - standard input (readInput), the functions of Host (host);
 * - what the script globals find outside of memory: whether somebody debugs, a breakpoint's line, names that functions have
 *   in their files (answer);
 * - whether the machine has more memory (grow).
 * What a program is started with (its text, arguments, workspace files, Host's names) is said to the engine itself. What it
 * puts out goes to the engine's listener; writing to files and os.exit are told here, as their answers are.
 */
import type {HostListener, Place} from "../../../debugger/engine.ts"

export interface World {
  /** A program begins: what is left of the input of the one before is gone. */
  begin(): void
  /** Milliseconds since 1970 (UTC). Fractions are dropped by those who ask. */
  now(): number
  /** Milliseconds, with fractions, by a clock that never goes back. */
  elapsed(): number
  readonly zone: TimeZone
  /** Two words of 32 bits. */
  seed(): readonly [number, number]
  /** "NAME=value" each. */
  environment(): readonly string[]
  readonly files: FileCalls
  /**
   * One read of standard input: at most so many bytes; null: the end of the file. Blocks, or gives a promise where the
   * engine can suspend.
   * @param prompt what the program has written since the last line's end
   * @throws Interruption
   */
  readInput(most: number, prompt: string, place: Place | undefined): Uint8Array | null | Promise<Uint8Array | null>
  /** Undefined: there are no functions to be called. */
  readonly host: HostListener | undefined
  /** What a script global gives, by its name. @param find works it out; it gives plain data */
  answer<T>(name: string, find: () => T): T
  /** @param attempt makes the memory so large, if it can */
  grow(bytes: number, attempt: () => boolean): boolean
  /** The program ends itself. */
  exit(code: number): void
}

/** Local time. Seconds are those since 1970, within what a Date holds; local ones are what a clock on the wall shows. */
export interface TimeZone {
  /** @returns offset: seconds east of UTC */
  at(seconds: number): {readonly offset: number; readonly isSummer: boolean}
  /** @param isSummer whether `local` is meant as summer time; undefined: as the zone has it then */
  secondsOf(local: number, isSummer: boolean | undefined): number
  /** "CET" */
  nameAt(local: number): string
}

/**
 * What is done with files, as system calls have it, less their addresses. Paths are the program's, relative ones begin in
 * the workspace. An answer below zero is an error's number, as WASI counts them.
 */
export interface FileCalls {
  /** @param flags those of fcntl.h @returns its descriptor */
  open(path: string, flags: number, mode: number): number
  close(descriptor: number): number
  /** @returns how many bytes; 0: the end */
  read(descriptor: number, into: Uint8Array): number
  /** @param bytes the VM's own memory: to be copied */
  write(descriptor: number, bytes: Uint8Array): number
  /** @param from 0 the beginning, 1 where it stands, 2 the end @returns where it stands then */
  seek(descriptor: number, offset: number, from: number): number
  /** Those that it was opened with. */
  flags(descriptor: number): number
  addFlags(descriptor: number, flags: number): number
  /** Lets another descriptor stand for the same file. @returns that one */
  duplicate(descriptor: number, as: number): number
  /** 0: it is one. */
  isTerminal(descriptor: number): number
  remove(path: string): number
  removeFolder(path: string): number
  rename(from: string, to: string): number
  readLink(path: string): string | number
  /** The state that they were opened in is forgotten. */
  closeAll(): void
}
