/** The workspace's files, in wasmoon's in-memory file system, so that io.open, require, dofile and loadfile find them. */
import {normalPath, workspaceFolder} from "../../../base/path.ts"
import type {FileSystem} from "./disk.ts"

/** S_ISDIR of sys/stat.h. */
const isFolder = (mode: number): boolean => (mode & 0o170000) === 0o040000

const isFilePath = (path: string): boolean =>
  normalPath(path) === path && !path.endsWith("/") && !path.startsWith("../")

export class WorkspaceFiles {
  private readonly files: FileSystem
  /** What was written, by path: the same object until the file changes. */
  private readonly known = new Map<string, Uint8Array>()
  /** "size time" of each file, as it was last told of. */
  private readonly told = new Map<string, string>()
  /** A program may have changed some since. */
  private touched = false

  constructor(files: FileSystem) {
    this.files = files
    this.makeFolders(workspaceFolder)
    files.chdir(workspaceFolder)
  }

  write(path: string, bytes: Uint8Array): void {
    const slash = path.lastIndexOf("/")
    if (slash > 0) this.makeFolders(`${workspaceFolder}/${path.slice(0, slash)}`)
    this.files.writeFile(`${workspaceFolder}/${path}`, bytes)
    this.known.set(path, bytes)
    this.told.set(path, this.stamp(path))
  }

  private makeFolders(path: string): void {
    let made = ""
    for (const part of path.split("/").filter(Boolean)) {
      made += `/${part}`
      try {
        this.files.mkdir(made)
      } catch {
        // it is there already
      }
    }
  }

  /** By the path in its normal form: no file has another. */
  has(path: string): boolean {
    try {
      return isFilePath(path) && !isFolder(this.files.stat(`${workspaceFolder}/${path}`).mode)
    } catch {
      return false
    }
  }
  read(path: string): Uint8Array | undefined {
    if (!isFilePath(path)) return undefined
    try {
      const bytes = this.files.readFile(`${workspaceFolder}/${path}`)
      const known = this.known.get(path)
      if (known && known.length === bytes.length && known.every((byte, i) => byte === bytes[i])) return known
      this.known.set(path, bytes)
      return bytes
    } catch {
      return undefined
    }
  }

  remove(path: string): void {
    this.known.delete(path)
    this.told.delete(path)
    try {
      this.files.unlink(`${workspaceFolder}/${path}`)
    } catch {
      // it was not there: what is wanted
    }
  }

  touch(): void {
    this.touched = true
  }
  /** What programs have made, changed or removed since the last call. */
  takeChanged(): string[] {
    if (!this.touched) return []
    this.touched = false
    const stamps = new Map(this.list().map(path => [path, this.stamp(path)]))
    const removed = [...this.told.keys()].filter(path => !stamps.has(path))
    const changed = [...stamps].filter(([path, stamp]) => this.told.get(path) !== stamp)
    for (const path of removed) this.told.delete(path)
    for (const [path, stamp] of changed) this.told.set(path, stamp)
    return [...removed, ...changed.map(([path]) => path)]
  }
  private stamp(path: string): string {
    const {size, mtime} = this.files.stat(`${workspaceFolder}/${path}`)
    return `${size} ${mtime.getTime()}`
  }

  list(): string[] {
    const found: string[] = []
    const walk = (folder: string, prefix: string) => {
      for (const name of this.files.readdir(folder)) {
        if (name === "." || name === "..") continue
        const full = `${folder}/${name}`
        if (isFolder(this.files.stat(full).mode)) walk(full, `${prefix}${name}/`)
        else found.push(prefix + name)
      }
    }
    walk(workspaceFolder, "")
    return found.sort()
  }
}
