/** Files on their way between the workbench and the person's disk. */
import type {LitElement} from "lit"
import type {FileContent} from "../../src/workbench/files/workspace.ts"

/** How long the browser may take to begin a download. */
const downloadMs = 1000

export function download(path: string, content: FileContent): void {
  const url = URL.createObjectURL(new Blob([content as BlobPart]))
  const link = document.createElement("a")
  link.href = url
  link.download = path.split("/").pop() ?? path
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), downloadMs)
}

export function chooseFiles(take: (files: readonly File[]) => void): void {
  const input = document.createElement("input")
  input.type = "file"
  input.multiple = true
  input.addEventListener("change", () => take([...(input.files ?? [])]))
  input.click()
}

/** Lets files be dropped on an element. @param hint shows or hides that they can be */
export function acceptDrops(
  host: LitElement,
  hint: (shown: boolean) => void,
  take: (files: readonly File[]) => void,
): void {
  host.addEventListener("dragover", event => {
    if (!event.dataTransfer?.types.includes("Files")) return
    event.preventDefault()
    hint(true)
  })
  host.addEventListener("dragleave", event => {
    if (!host.contains(event.relatedTarget as Node | null)) hint(false)
  })
  host.addEventListener("drop", event => {
    hint(false)
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    take(files)
  })
}
