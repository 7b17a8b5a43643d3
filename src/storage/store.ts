/** What the storage layer asks of a place that keeps values: four methods, all asynchronous, values structured-cloneable. */
export interface Store {
  get<T>(key: string): Promise<T | undefined>
  set(key: string, value: unknown): Promise<void>
  remove(key: string): Promise<void>
  /** All keys that begin with the prefix, in no order. */
  keys(prefix: string): Promise<string[]>
}
