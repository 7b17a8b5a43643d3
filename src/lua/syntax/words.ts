/** Lua's reserved words (reference manual, 3.1). */
export const keywords: readonly string[] =
  "and break do else elseif end false for function goto if in local nil not or repeat return then true until while".split(
    " ",
  )
const reserved = new Set(keywords)
/** Whether a text can stand as a name in Lua source. */
export const isName = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) && !reserved.has(text)
