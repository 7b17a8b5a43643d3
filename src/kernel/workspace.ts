/** LRP: the files that the kernel's programs see. */
import {invalidParams, noSuchFile} from "../protocol/errors.ts"
import {checkFile, checkPath, conflictOf} from "../protocol/workspace-path.ts"
import type {LrpGroup} from "./lrp-handlers.ts"

export const workspaceHandlers: LrpGroup<"lrp/write_file" | "lrp/read_file" | "lrp/remove_file" | "lrp/list_files"> = {
  "lrp/write_file"(kernel, {path, content}, {request}) {
    checkFile(path, content, request.method)
    const bytes = typeof content === "string" ? kernel.parts.encode(content) : content
    const conflict = kernel.engine.readFile(path) ? undefined : conflictOf(path, kernel.engine.listFiles())
    if (conflict !== undefined) throw invalidParams(request.method, conflict)
    kernel.engine.writeFile(path, bytes)
    kernel.filesChanged([path])
    return {}
  },
  "lrp/read_file"(kernel, {path}, {request}) {
    checkPath(path, request.method)
    const bytes = kernel.engine.readFile(path)
    if (!bytes) throw noSuchFile(path)
    return {content: bytes.slice()}
  },
  "lrp/remove_file"(kernel, {path}, {request}) {
    checkPath(path, request.method)
    if (!kernel.engine.readFile(path)) throw noSuchFile(path)
    kernel.engine.removeFile(path)
    kernel.filesChanged([path])
    return {}
  },
  "lrp/list_files": kernel => ({paths: kernel.engine.listFiles()}),
}
