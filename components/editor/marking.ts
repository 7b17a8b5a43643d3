/** The marks under what is not Lua. */
import {late} from "./late.ts"

export const marking = late(async () => (await import("./text-problems.ts")).problemMarks)
