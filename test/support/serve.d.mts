/** The types of serve.mjs, which runs without a compiler. */
export interface StaticServer {
  /** "http://localhost:4173", without a slash at the end. */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

export interface ServeOptions {
  /** Default 4173; 0 takes a free one. */
  readonly port?: number
  /** Sends the four isolation headers. Default true. */
  readonly isolated?: boolean
  /** The address to listen on. Default: all of this machine's. */
  readonly host?: string
}

export const isolationHeaders: Readonly<Record<string, string>>

/** @throws Error with a sentence for the user: no such folder, port taken */
export function serve(dir: string, options?: ServeOptions): Promise<StaticServer>
