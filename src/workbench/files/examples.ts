/** The example programs: small enough to read, worth stepping through. Loaded when they are opened. */

export interface Example {
  readonly name: string
  readonly title: string
  /** One line on what there is to see. */
  readonly about: string
  /** Workspace path → file under examples/. */
  readonly files: Readonly<Record<string, string>>
  readonly program: string
  /** Set when the example is opened. */
  readonly breakpoint: {readonly path: string; readonly line: number}
}

function single(name: string, title: string, about: string, line: number): Example {
  const path = `${name}.lua`
  return {name, title, about, files: {[path]: path}, program: path, breakpoint: {path, line}}
}

export const examples: readonly Example[] = [
  single("closures", "Closures", "Counters that remember", 11),
  single("coroutines", "Coroutines", "A producer and a consumer", 12),
  single("metatables", "Metatables", "Vectors and classes", 15),
  single("bug-hunt", "A bug to find", "A shop that charges too little", 30),
  single("guess", "Guess the number", "A program that asks", 20),
  single("queens", "Eight queens", "Recursion that backtracks", 30),
  {
    name: "shapes",
    title: "Several files",
    about: "require, and stepping across files",
    files: {"shapes.lua": "shapes.lua", "lib/geometry.lua": "lib/geometry.lua"},
    program: "shapes.lua",
    breakpoint: {path: "shapes.lua", line: 17},
  },
  single("words", "Word frequency", "Text into tables", 21),
]

/** Fetches the files of an example. @param base the URL of the folder that holds `examples/`. */
export async function fetchExample(example: Example, base: string): Promise<Map<string, string>> {
  const entries = Object.entries(example.files).map(async ([path, file]) => {
    const response = await fetch(new URL(`examples/${file}`, base))
    if (!response.ok) throw new Error(`The example ${file} could not be loaded (${response.status}).`)
    return [path, await response.text()] as const
  })
  return new Map(await Promise.all(entries))
}
