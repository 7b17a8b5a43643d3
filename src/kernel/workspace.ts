/** LRP: the files that the kernel's programs see. */
import {invalidParams, limitExceeded, noSuchFile} from "../protocol/errors.ts"
import type {LrpGroup} from "./lrp-handlers.ts"

/** Bytes of a file. */
export const fileLimit = 5 * 1024 * 1024

/** A workspace path: relative, without `..`, at most 300 characters. @throws invalid params */
function readPath(given: string, method: string): string {
  const path = given.replace(/^(\.?\/)+/, "")
  const bad =
    !path ||
    path.length > 300 ||
    path.split("/").some(part => ["", ".", "..", "__proto__"].includes(part)) ||
    path.includes("\0")
  if (bad) throw invalidParams(method, `"${path}" is not a workspace path; write it like "lib/geometry.lua".`)
  return path
}

export const workspaceHandlers: LrpGroup<"lrp/write_file" | "lrp/read_file" | "lrp/remove_file" | "lrp/list_files"> = {
  "lrp/write_file"(kernel, content, {request}) {
    const path = readPath(content.path, request.method)
    const bytes = typeof content.content === "string" ? kernel.parts.encode(content.content) : content.content
    if (bytes.length > fileLimit) throw limitExceeded("The file", "5 MB")
    kernel.engine.writeFile(path, bytes)
    kernel.filesChanged([path])
    return {}
  },
  "lrp/read_file"(kernel, content, {request}) {
    const path = readPath(content.path, request.method)
    const bytes = kernel.engine.readFile(path)
    if (!bytes) throw noSuchFile(path)
    return {content: bytes.slice()}
  },
  "lrp/remove_file"(kernel, content, {request}) {
    const path = readPath(content.path, request.method)
    if (!kernel.engine.readFile(path)) throw noSuchFile(path)
    kernel.engine.removeFile(path)
    kernel.filesChanged([path])
    return {}
  },
  "lrp/list_files": kernel => ({paths: kernel.engine.listFiles()}),
}
