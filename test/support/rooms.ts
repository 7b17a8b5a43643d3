/**
 * The rooms of a layer, and which stand on which: a line of src/README.md such as "- `client`: `kept` (…) and `dap` <
 * `kernel` < `tabs`." The files beside the rooms put them together.
 */
import {findCircles} from "./circles.ts"

export interface Rooms {
  /** Where they are: "src/client". */
  readonly folder: string
  readonly named: readonly string[]
  /** From below. Rooms of one level, and those that have none, may know each other, but not in a circle. */
  readonly levels: readonly (readonly string[])[]
}

const quoted = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(found => found[1])

/** @param folderOf a layer's folder */
export function readRooms(readme: string, folderOf: (layer: string) => string): Rooms[] {
  return [...readme.matchAll(/^- `([^`]+)`: (.* < .*)$/gm)].map(([, layer, line]) => {
    const plain = line.replaceAll(/\([^)]*\)/g, "")
    return {folder: folderOf(layer), named: quoted(plain), levels: plain.split(/[;.]/)[0].split(" < ").map(quoted)}
  })
}

/** What is wrong with who imports whom. @param edges from → to, types included */
export function judgeRooms(rooms: Rooms, edges: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const {folder, named, levels} = rooms
  const isHere = (path: string) => path.startsWith(`${folder}/`)
  /** Undefined: it stands beside the rooms. */
  const roomOf = (path: string) => {
    const [room, ...rest] = path.slice(folder.length + 1).split("/")
    return rest.length ? room : undefined
  }
  const isBelow = (room: string, other: string) => {
    const [low, high] = [room, other].map(one => levels.findIndex(level => level.includes(one)))
    return low >= 0 && low < high
  }
  const joinsRooms = (path: string) => [...(edges.get(path) ?? [])].some(to => isHere(to) && roomOf(to))
  const faults: string[] = []
  const between = new Map<string, Set<string>>()
  for (const [from, targets] of edges) {
    const room = isHere(from) ? roomOf(from) : undefined
    if (room === undefined) continue
    if (!named.includes(room)) faults.push(`${from}: src/README.md names no room ${room}`)
    for (const to of [...targets].filter(isHere)) {
      const other = roomOf(to)
      if (other === room) continue
      if (other === undefined) {
        if (joinsRooms(to)) faults.push(`${from} imports ${to}, which stands above the rooms`)
        continue
      }
      if (isBelow(room, other)) faults.push(`${from} imports ${to}: ${room} stands below ${other}`)
      between.set(room, (between.get(room) ?? new Set()).add(other))
    }
  }
  return [...faults, ...findCircles(between).map(circle => `${folder}: ${circle.join(", ")} stand on each other`)]
}
