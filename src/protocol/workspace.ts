/** LRP contents of the kernel's files. */
import * as v from "valibot"
import {fileLimit} from "./limits.ts"
import {field, filePath, text, texts} from "./shape.ts"

const path = field(filePath, 'A workspace path, such as "lib/geometry.lua".')
const bytes = v.instance(Uint8Array)

export const pathRequest = v.object({path})
export const writeRequest = v.object({
  path,
  content: field(v.union([text, bytes]), `Text or bytes, at most ${fileLimit.words}.`),
})
export const readReply = v.object({content: field(bytes, "The file.")})
export const pathsContent = v.object({paths: field(texts, "Workspace paths.")})
