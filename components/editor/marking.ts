/** The marks under what is not Lua. */
import {Late} from "./late.ts"

export const marking = new Late(
  () => import("./text-problems.ts"),
  ({problemMarks}) => problemMarks,
)
