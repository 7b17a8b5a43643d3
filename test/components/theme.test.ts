import {expect, test} from "vitest"
import {theme} from "../../components/kit/theme.ts"

/** The colours without those of high contrast, by their names. */
function colours(scheme: "light" | "dark"): Map<string, string> {
  const [plain] = theme.cssText.split("@media (prefers-contrast")
  const found = plain.matchAll(/--ms-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)
  return new Map([...found].map(([, name, light, dark]) => [name, scheme === "light" ? light : dark]))
}

/** Source: WCAG 2.2, "relative luminance". */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map(at => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

const values = ["text", "muted", "string", "number", "keyword", "function", "nil", "changed", "error"]
const grounds: readonly (readonly [on: readonly string[], words: readonly string[]])[] = [
  [
    ["background", "paused-line", "paused-caller", "error-line", "selected", "selection", "bracket"],
    [...values, "comment", "definition"],
  ],
  [
    ["background", "panel", "raised", "hover", "selected", "field"],
    [...values, "accent", "warning", "table"],
  ],
  [["accent", "accent-hover"], ["accent-text"]],
]

test.each(["light", "dark"] as const)("words can be read on all that they stand on, in %s", scheme => {
  const all = colours(scheme)
  const colour = (name: string) => all.get(name) ?? expect.unreachable(`There is no --ms-${name}.`)
  const poor = grounds.flatMap(([on, words]) =>
    on.flatMap(ground =>
      words
        .filter(word => contrast(colour(word), colour(ground)) < 4.5)
        .map(word => `${word} on ${ground}: ${contrast(colour(word), colour(ground)).toFixed(2)}`),
    ),
  )
  expect(poor).toEqual([])
})
