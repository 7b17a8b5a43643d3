/** A program's file calls, on emscripten's file system in memory (MEMFS). */
import {wasiErrors} from "./c-errors.ts"
import type {Disk, Stream} from "./disk.ts"
import type {FileCalls} from "./world.ts"

/** O_WRONLY | O_RDWR of fcntl.h. */
const forWriting = 3

/** Emscripten's errors have a number, in a field whose name is of one letter. */
function errorNumber(thrown: unknown): number {
  const number =
    thrown instanceof Error && thrown.name === "ErrnoError"
      ? Object.values(thrown).find((value): value is number => typeof value === "number")
      : undefined
  if (number === undefined) throw thrown
  return number
}
/** What `act` gives, or the error's number, negative. */
function attempt<T>(act: () => T): T | number {
  try {
    return act()
  } catch (thrown) {
    return -errorNumber(thrown)
  }
}

export class MemoryFiles implements FileCalls {
  private readonly disk: () => Disk
  private readonly onTouch: () => void

  /**
   * @param disk there when the first call comes
   * @param onTouch a file may have been made, changed, renamed or removed
   */
  constructor(disk: () => Disk, onTouch: () => void) {
    this.disk = disk
    this.onTouch = onTouch
  }

  private on<T>(descriptor: number, act: (stream: Stream) => T): T | number {
    const stream = this.disk().streams[descriptor]
    return stream ? attempt(() => act(stream)) : -wasiErrors.badDescriptor
  }
  /** On paths; the empty one is nothing's. */
  private at<T>(path: string, act: () => T): T | number {
    return path === "" ? -wasiErrors.noEntry : attempt(act)
  }
  private change(path: string, act: () => void): number {
    this.onTouch()
    return this.at(path, () => {
      act()
      return 0
    })
  }

  open(path: string, flags: number, mode: number): number {
    if (flags & forWriting) this.onTouch()
    return this.at(path, () => this.disk().open(path, flags, mode).fd)
  }
  close(descriptor: number): number {
    return this.on(descriptor, stream => {
      this.disk().close(stream)
      return 0
    })
  }
  read(descriptor: number, into: Uint8Array): number {
    const disk = this.disk()
    const stream = disk.streams[descriptor]
    if (!stream) return -wasiErrors.badDescriptor
    try {
      return disk.read(stream, into, 0, into.length)
    } catch (thrown) {
      return -errorNumber(thrown)
    }
  }
  write(descriptor: number, bytes: Uint8Array): number {
    this.onTouch()
    return this.on(descriptor, stream => this.disk().write(stream, bytes, 0, bytes.length))
  }
  seek(descriptor: number, offset: number, from: number): number {
    const error = this.disk().seek(descriptor, BigInt(offset), from)
    return error ? -error : this.on(descriptor, ({position}) => position)
  }
  flags(descriptor: number): number {
    return this.on(descriptor, ({flags}) => flags)
  }
  addFlags(descriptor: number, flags: number): number {
    return this.on(descriptor, stream => {
      stream.flags |= flags
      return 0
    })
  }
  duplicate(descriptor: number, as: number): number {
    return this.disk().duplicate(descriptor, as)
  }
  isTerminal(descriptor: number): number {
    return this.on(descriptor, ({tty}) => (tty ? 0 : -wasiErrors.noTerminal))
  }
  remove(path: string): number {
    return this.change(path, () => this.disk().unlink(path))
  }
  removeFolder(path: string): number {
    return this.change(path, () => this.disk().rmdir(path))
  }
  rename(from: string, to: string): number {
    return this.change(from && to, () => this.disk().rename(from, to))
  }
  readLink(path: string): string | number {
    return this.at(path, () => this.disk().readlink(path))
  }
  closeAll(): void {
    const disk = this.disk()
    for (const stream of disk.streams.slice(3)) if (stream) disk.close(stream)
  }
}
