/** Where breakpoints can stand, by the text alone. No part of index.ts: a page loads it late. */
export {breakableLine, placesOnLine} from "../syntax/break-lines.ts"
