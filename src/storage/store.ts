/** What the storage layer asks of a place that keeps values: five methods, all asynchronous, values structured-cloneable. */
export interface Store {
  get<T>(key: string): Promise<T | undefined>
  set(key: string, value: unknown): Promise<void>
  /** Replaces a value by what `change` makes of it, in one piece: nobody else writes it meanwhile. Gives the new value. */
  update<T>(key: string, change: (value: T | undefined) => T): Promise<T>
  remove(key: string): Promise<void>
  /** All keys that begin with the prefix, in no order. */
  keys(prefix: string): Promise<string[]>
}
