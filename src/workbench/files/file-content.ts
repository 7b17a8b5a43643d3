import type {FileContent} from "./workspace.ts"

/** Text where the bytes are UTF-8, else the bytes. */
export function decode(bytes: Uint8Array): FileContent {
  try {
    return new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(bytes)
  } catch {
    return bytes
  }
}
