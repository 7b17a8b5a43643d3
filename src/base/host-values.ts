/**
 * What can cross between a script and the functions of the page that has started it: plain data. Everything else is
 * refused with words that say what and where, rather than dropped or made into something that looks alike.
 */
export type HostValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly HostValue[]
  | {readonly [key: string]: HostValue}

/** Lists and objects within each other; more than anybody means, and what holds itself is found before. */
export const deepestHostValue = 100

/** Half a sentence: "a function, at .on.click". */
export class HostValueError extends Error {}

/** ".list[3].name" */
export const pathWords = (path: readonly (string | number)[]): string =>
  path
    .map(key => (typeof key === "number" ? `[${key}]` : /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `["${key}"]`))
    .join("")
const at = (what: string, path: readonly (string | number)[]) =>
  new HostValueError(path.length ? `${what}, at ${pathWords(path)}` : what)

/** Counts what a value takes, about as JSON would. @throws HostValueError beyond the limit */
export class HostValueBudget {
  private readonly limit: number
  private left: number
  /** @param limit bytes */
  constructor(limit: number) {
    this.limit = limit
    this.left = limit
  }
  take(bytes: number): void {
    this.left -= bytes + 8
    if (this.left < 0) throw new HostValueError(`more than ${this.limit} bytes`)
  }
}

const smallestInteger = -(2n ** 63n)
const largestInteger = 2n ** 63n - 1n

/**
 * A copy of a value that a page's function has given, with nothing in it but plain data. Fields that are undefined are
 * left out; `undefined` itself, and in a list, is null.
 * @throws HostValueError
 */
export function toHostValue(value: unknown, limit = Number.POSITIVE_INFINITY): HostValue {
  return new Reader(limit).read(value)
}

class Reader {
  private readonly budget: HostValueBudget
  private readonly path: (string | number)[] = []
  private readonly around: object[] = []
  constructor(limit: number) {
    this.budget = new HostValueBudget(limit)
  }

  read(value: unknown): HostValue {
    switch (typeof value) {
      case "undefined":
        return null
      case "boolean":
      case "number":
        this.budget.take(0)
        return value
      case "string":
        this.budget.take(value.length)
        return value
      case "bigint":
        this.budget.take(0)
        if (value < smallestInteger || value > largestInteger) throw at("an integer of more than 64 bits", this.path)
        return value
      case "object":
        return value === null ? null : this.readObject(value)
      default:
        throw at(`a ${typeof value}`, this.path)
    }
  }

  private readObject(value: object): HostValue {
    const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : value
    if (bytes instanceof Uint8Array) {
      this.budget.take(bytes.length)
      return bytes
    }
    if (this.around.includes(value)) throw at("something that holds itself", this.path)
    if (this.around.length >= deepestHostValue) throw new HostValueError(`more than ${deepestHostValue} levels`)
    if (!Array.isArray(value) && !isPlain(value)) throw at(`a ${className(value)}`, this.path)
    this.around.push(value)
    this.budget.take(0)
    const read = Array.isArray(value) ? this.readList(value) : this.readFields(value)
    this.around.pop()
    return read
  }
  private readList(list: readonly unknown[]): HostValue {
    const read: HostValue[] = []
    for (let i = 0; i < list.length; i++) {
      if (i >= largestHole && !(i in list)) throw at("a list with holes", this.path)
      this.path.push(i)
      read.push(this.read(list[i]))
      this.path.pop()
    }
    return read
  }
  private readFields(fields: object): HostValue {
    const entries: [string, HostValue][] = []
    for (const [key, value] of Object.entries(fields)) {
      if (value === undefined) continue
      this.budget.take(key.length)
      this.path.push(key)
      entries.push([key, this.read(value)])
      this.path.pop()
    }
    // not by assignment: a key may be "__proto__"
    return Object.fromEntries(entries)
  }
}

/** `new Array(1e9)` is small, until it is read. */
const largestHole = 100_000

/** Made by `{…}`, in this page or a frame of it. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
function className(value: object): string {
  const {name} = value.constructor ?? {}
  return name ? name : "object of a class"
}
