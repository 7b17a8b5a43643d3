/** Sources of code: files of the workspace, by their paths, and code that the program has loaded from elsewhere, by a number. */
import type {DebugProtocol} from "@vscode/debugprotocol"
import {lastPart} from "../base/path.ts"
import {keyOf, referenceOf} from "../base/source-key.ts"
import {invalidParams} from "../protocol/errors.ts"

/** A source that has been loaded. */
export interface SourceInfo {
  readonly name: string
  /** The path of a file of the workspace, or what the program calls the code as if it were one. */
  readonly path?: string
  /** There where it is no file of the workspace: the same number for the same name and text. From 1. */
  readonly reference?: number
}

/** What an engine knows of them. */
export interface LoadedSources {
  /** The files that have been loaded, and the code that is in none, as far as the script can still call any of it. */
  loadedSources(): readonly SourceInfo[]
  /** Code that is in no file, by its number; undefined: it is not kept any more. */
  generatedSource(reference: number): SourceInfo | undefined
  /** Undefined: no such source. */
  sourceText(key: string): string | undefined
}

/** As DAP has it. */
export function dapSource({name, path, reference}: SourceInfo): DebugProtocol.Source {
  return {
    ...(path === undefined ? {name} : {path, name: lastPart(path)}),
    ...(reference === undefined ? {} : {sourceReference: reference}),
  }
}

/** What is known of a source by its key. */
export function sourceOfKey(engine: LoadedSources, key: string): SourceInfo {
  const reference = referenceOf(key)
  if (reference === undefined) return {name: lastPart(key), path: key}
  return engine.generatedSource(reference) ?? {name: "", reference}
}

/** The key of what a client speaks of. @throws invalid params */
export function keyOfSource(command: string, {path, sourceReference}: DebugProtocol.Source): string {
  if (sourceReference) return keyOf(sourceReference)
  if (path === undefined) throw invalidParams(command, '"source.path" must be a string.')
  return path
}
