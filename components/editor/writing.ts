/** What helps to write: brackets that close, and completions. */
import {Late} from "./late.ts"

export const writingHelp = new Late(
  () => import("./writing-parts.ts"),
  ({writingParts}) => writingParts,
)
