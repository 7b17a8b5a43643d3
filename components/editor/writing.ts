/** What helps to write: brackets that close, and completions. */
import {late} from "./late.ts"

export const writingHelp = late(async () => (await import("./writing-parts.ts")).writingParts)
