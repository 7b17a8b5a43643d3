/** The types of find-browser.mjs, which runs without a compiler. */
export interface BrowserKind {
  /** For sentences: "Chromium". */
  readonly name: string
  /** The environment variable that names the program; when set, nothing else is tried. */
  readonly variable: string
  /** Names to look for on PATH, the preferred one first. */
  readonly commands: readonly string[]
  /** Whole paths to try after that. */
  readonly places: readonly string[]
  readonly debianPackage: string
}

export interface FindOptions {
  /** Default: this process's. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Installs a package and says whether it could. Default: apt-get, as root. */
  readonly install?: (packageName: string) => boolean
}

/** @throws Error whose sentence says how to get one */
export function findBrowser(kind: BrowserKind, options?: FindOptions): string
