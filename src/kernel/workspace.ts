/** LRP: the files that the kernel's programs see. */
import {invalidParams, limitExceeded, noSuchFile} from "../protocol/errors.ts"
import {conflictOf, workspacePath} from "../protocol/workspace-path.ts"
import type {LrpGroup} from "./lrp-handlers.ts"

/** Bytes of a file. */
export const fileLimit = 5 * 1024 * 1024

export const workspaceHandlers: LrpGroup<"lrp/write_file" | "lrp/read_file" | "lrp/remove_file" | "lrp/list_files"> = {
  "lrp/write_file"(kernel, content, {request}) {
    const path = workspacePath(content.path, request.method)
    const bytes = typeof content.content === "string" ? kernel.parts.encode(content.content) : content.content
    if (bytes.length > fileLimit) throw limitExceeded("The file", "5 MB")
    const conflict = kernel.engine.readFile(path) ? undefined : conflictOf(path, kernel.engine.listFiles())
    if (conflict !== undefined) throw invalidParams(request.method, conflict)
    kernel.engine.writeFile(path, bytes)
    kernel.filesChanged([path])
    return {}
  },
  "lrp/read_file"(kernel, content, {request}) {
    const path = workspacePath(content.path, request.method)
    const bytes = kernel.engine.readFile(path)
    if (!bytes) throw noSuchFile(path)
    return {content: bytes.slice()}
  },
  "lrp/remove_file"(kernel, content, {request}) {
    const path = workspacePath(content.path, request.method)
    if (!kernel.engine.readFile(path)) throw noSuchFile(path)
    kernel.engine.removeFile(path)
    kernel.filesChanged([path])
    return {}
  },
  "lrp/list_files": kernel => ({paths: kernel.engine.listFiles()}),
}
