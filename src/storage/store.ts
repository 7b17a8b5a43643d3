/** What the storage layer asks of a place that keeps values: five methods, all asynchronous, values structured-cloneable. */
export interface Store {
  get<T>(key: string): Promise<T | undefined>
  set(key: string, value: unknown): Promise<void>
  /**
   * Replaces a value by what `change` makes of it, in one piece: nobody else writes it meanwhile. Undefined removes it;
   * the value as it was writes nothing. Gives the new value.
   */
  update<T, Changed extends T | undefined>(key: string, change: (value: T | undefined) => Changed): Promise<Changed>
  remove(...keys: readonly string[]): Promise<void>
  /** All keys that begin with the prefix, with their values, in no order. */
  entries<T>(prefix: string): Promise<[string, T][]>
}
