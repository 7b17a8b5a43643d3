/**
 * The one form in which a file's path is compared, shown and sent: relative to the workspace, without empty parts, `.`
 * and what `..` takes back: `lib/util.lua`. Programs and clients may write it otherwise; where paths come in, they are
 * put into this form, and behind that nobody asks again.
 */

/** Where the workspace lies for programs. */
export const workspaceFolder = "/workspace"

/**
 * A client's path in the normal form. To clients the workspace is all there is: a leading `/` means its root. What leads
 * out of it keeps its `..`, and a folder its last `/`: no file has such a path.
 */
export function normalPath(given: string): string {
  const inside = `${given}/`.startsWith(`${workspaceFolder}/`) ? given.slice(workspaceFolder.length) : given
  const path = joined(inside.split("/"))
  return path !== "" && /\/\.{0,2}$/.test(inside) ? `${path}/` : path
}

/** A program's path, as it would give it to io.open. One outside of the workspace stays absolute. */
export function programPath(given: string): string {
  const path = joined((given.startsWith("/") ? given : `${workspaceFolder}/${given}`).split("/"), true)
  const inside = `/${path}`
  return inside.startsWith(`${workspaceFolder}/`) ? inside.slice(workspaceFolder.length + 1) : inside
}

/** A file's own name: "util.lua". */
export const lastPart = (path: string): string => path.split("/").at(-1) as string

/** @param rooted there is nothing above the first part */
function joined(parts: readonly string[], rooted = false): string {
  const kept: string[] = []
  for (const part of parts) {
    if (part === "" || part === ".") continue
    if (part !== "..") kept.push(part)
    else if (kept.length && kept.at(-1) !== "..") kept.pop()
    else if (!rooted) kept.push(part)
  }
  return kept.join("/")
}
