/**
 * The measured programs. A file in programs/ defines `run(size)`, which does `size` units of work and returns how often
 * its hot line ran; tail.lua is put behind it and times it. Marks in comments say which lines matter:
 *
 *   @hot CONDITION   the statement that runs most often; the condition is never true there
 *   @never           a statement of the same function that is never reached
 *   @run             the line that runs all (in tail.lua)
 */
import {readdirSync, readFileSync} from "node:fs"
import {basename, join} from "node:path"

const folder = join(import.meta.dirname, "programs")

/**
 * @typedef {object} Program
 * @property {string} name
 * @property {string} text with its tail
 * @property {{hot: number, never: number, run: number}} lines
 * @property {string} condition
 */

/** @returns {Program[]} those whose name contains `only`, by name */
export function readPrograms(only = "") {
  const tail = readFileSync(join(import.meta.dirname, "tail.lua"), "utf8")
  return readdirSync(folder)
    .filter(file => file.endsWith(".lua") && file.includes(only))
    .sort()
    .map(file => {
      const text = readFileSync(join(folder, file), "utf8") + tail
      const name = basename(file, ".lua")
      const lines = {
        hot: findMark(name, text, "hot"),
        never: findMark(name, text, "never"),
        run: findMark(name, text, "run"),
      }
      const condition = /-- @hot (.+)/.exec(text)?.[1].trim()
      if (!condition) throw new Error(`programs/${file}: "@hot" wants a condition behind it.`)
      return {name, text, lines, condition}
    })
}

function findMark(name, text, mark) {
  const lines = text.split("\n")
  const found = lines.flatMap((line, i) => (line.includes(`-- @${mark}`) ? [i + 1] : []))
  if (found.length !== 1) throw new Error(`programs/${name}.lua: one line must have "@${mark}", ${found.length} have.`)
  return found[0]
}
