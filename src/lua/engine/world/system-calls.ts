/**
 * The imports of wasmoon's module that ask something of the outside, answered by a World: here addresses become plain
 * values, and answers become bytes in memory. There are no others: loader.ts gives the module these, and the few of
 * emscripten's own that throw and catch.
 */
import {wasiErrors} from "./c-errors.ts"
import {calendarImports} from "./c-time.ts"
import {noDescriptor} from "./disk.ts"
import type {MemoryViews} from "./memory-views.ts"
import {decodeText, encodeText} from "./text.ts"
import type {World} from "./world.ts"

/** Commands of fcntl.h and ioctl (bits/ioctl.h). */
const fileCommands = {getFlags: 3, setFlags: 4} as const
const windowSize = 21_523

export interface Outlets {
  /** Standard output (1) or error (2). */
  write(descriptor: number, bytes: Uint8Array): void
  /** os.exit: throws what unwinds the program. */
  exit(code: number): never
}

/** @param views the VM's memory as it is now */
export function systemCalls(world: World, views: () => MemoryViews, outlets: Outlets) {
  const {files} = world
  const text = (address: number): string => {
    const {bytes} = views()
    return decodeText(bytes.subarray(address, bytes.indexOf(0, address)))
  }
  const word = (address: number): number => views().unsigned[address >> 2]
  const put = (address: number, value: number): void => {
    views().unsigned[address >> 2] = value
  }
  /** Each part of a scattered read or write that is not empty, until `act` gives less than was wanted or an error. */
  const eachPart = (vectors: number, count: number, doneAt: number, act: (part: Uint8Array) => number): number => {
    let done = 0
    for (let i = 0; i < count; i++) {
      const {bytes, unsigned} = views()
      const [at, length] = [unsigned[(vectors >> 2) + 2 * i], unsigned[(vectors >> 2) + 2 * i + 1]]
      if (length === 0) continue
      const part = act(bytes.subarray(at, at + length))
      if (part < 0) return -part
      done += part
      if (part < length) break
    }
    put(doneAt, done)
    return 0
  }
  const output = (descriptor: number, vectors: number, count: number, doneAt: number): number => {
    const parts: Uint8Array[] = []
    eachPart(vectors, count, doneAt, part => {
      parts.push(part)
      return part.length
    })
    const all = new Uint8Array(word(doneAt))
    let at = 0
    for (const part of parts) {
      all.set(part, at)
      at += part.length
    }
    if (all.length) outlets.write(descriptor, all)
    return 0
  }
  let variables: readonly Uint8Array[] = []
  return {
    wasi: {
      fd_write: (descriptor: number, vectors: number, count: number, doneAt: number): number =>
        descriptor === 1 || descriptor === 2
          ? output(descriptor, vectors, count, doneAt)
          : eachPart(vectors, count, doneAt, part => files.write(descriptor, part)),
      fd_read: (descriptor: number, vectors: number, count: number, doneAt: number): number =>
        eachPart(vectors, count, doneAt, part => files.read(descriptor, part)),
      fd_seek(descriptor: number, offset: bigint, from: number, positionAt: number): number {
        if (descriptor === noDescriptor) return wasiErrors.stale
        if (!Number.isSafeInteger(Number(offset))) return wasiErrors.overflow
        const position = files.seek(descriptor, Number(offset), from)
        if (position < 0) return -position
        views().data.setBigInt64(positionAt, BigInt(position), true)
        return 0
      },
      fd_close: (descriptor: number): number => (descriptor === noDescriptor ? 0 : -files.close(descriptor)),
      environ_sizes_get(countAt: number, sizeAt: number): number {
        variables = world.environment().map(variable => encodeText(`${variable}\0`))
        put(countAt, variables.length)
        put(
          sizeAt,
          variables.reduce((sum, {length}) => sum + length, 0),
        )
        return 0
      },
      environ_get(addresses: number, at: number): number {
        variables.forEach((variable, i) => {
          put(addresses + 4 * i, at)
          views().bytes.set(variable, at)
          at += variable.length
        })
        return 0
      },
    },
    env: {
      emscripten_date_now: () => world.now(),
      // it concerns a clock that is never asked
      _emscripten_get_now_is_monotonic: () => 1,
      ...calendarImports(world.zone, views),
      // the zone is asked for with each date
      _tzset_js() {},
      exit(code: number): never {
        world.exit(code)
        return outlets.exit(code)
      },
      // there is no shell
      system: (command: number) => (command ? -1 : 0),
      __syscall_openat: (_folder: number, path: number, flags: number, more: number): number =>
        files.open(text(path), flags, more ? word(more) : 0),
      __syscall_unlinkat: (_folder: number, path: number, flags: number): number =>
        flags ? files.removeFolder(text(path)) : files.remove(text(path)),
      __syscall_rmdir: (path: number): number => files.removeFolder(text(path)),
      __syscall_renameat: (_folder: number, from: number, _other: number, to: number): number =>
        files.rename(text(from), text(to)),
      __syscall_readlinkat(_folder: number, path: number, into: number, size: number): number {
        const link = files.readLink(text(path))
        if (typeof link === "number") return link
        const bytes = encodeText(link).subarray(0, size)
        views().bytes.set(bytes, into)
        return bytes.length
      },
      __syscall_dup3: (descriptor: number, as: number): number => files.duplicate(descriptor, as),
      __syscall_fcntl64(descriptor: number, command: number, more: number): number {
        if (command > fileCommands.setFlags) return -wasiErrors.invalid
        if (command === fileCommands.setFlags) return files.addFlags(descriptor, word(more))
        const flags = files.flags(descriptor)
        return command === fileCommands.getFlags ? flags : Math.min(flags, 0)
      },
      __syscall_ioctl: (descriptor: number, command: number): number =>
        command === windowSize ? files.isTerminal(descriptor) : -wasiErrors.invalid,
    },
  }
}
