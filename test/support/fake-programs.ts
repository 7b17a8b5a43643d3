/** The script behind the development page and the model's tests: the program of UI.md's drawing, step by step. */
import type {FakeFrame, FakeProgram, FakeStep} from "./fake-kernel.ts"
import {FakeFunction, type FakeValue} from "./fake-values.ts"

export const mainText = `local geometry = require("lib.geometry")

local shapes = {
  {name = "square", width = 2, height = 2},
  {name = "plank", width = 8, height = 1},
  {name = "door", width = 3, height = 7},
}

local total = 0
for i, shape in ipairs(shapes) do
  local area = geometry.area(shape)
  total = total + area
  print(i, shape.name, area)
end

print("total", total)
`

export const geometryText = `local geometry = {}

-- The area of a shape with a width and a height.
function geometry.area(shape)
  local width = shape.width
  local height = shape.height
  return width * height
end

return geometry
`

const geometry: FakeValue = {area: new FakeFunction("function area (lib/geometry.lua:4)")}
const shapes: readonly Readonly<Record<string, FakeValue>>[] = [
  {name: "square", width: 2, height: 2},
  {name: "plank", width: 8, height: 1},
  {name: "door", width: 3, height: 7},
]

function main(line: number, locals: Readonly<Record<string, FakeValue>> = {}): FakeFrame {
  return {
    name: "main chunk",
    path: "main.lua",
    line,
    locals: {...locals},
    upvalues: {_ENV: {print: new FakeFunction("function print")}},
  }
}

function steps(): FakeStep[] {
  const result: FakeStep[] = [
    {frames: [main(1)]},
    {frames: [main(3, {geometry})]},
    {frames: [main(9, {geometry, shapes})]},
  ]
  let total = 0
  result.push({frames: [main(10, {geometry, shapes, total})]})
  shapes.forEach((shape, index) => {
    const outer = {geometry, shapes, total, i: index + 1, shape}
    const [width, height] = [Number(shape.width), Number(shape.height)]
    const caller = main(11, outer)
    const inner = (line: number, locals: Readonly<Record<string, FakeValue>>): FakeStep => ({
      frames: [{name: "area", path: "lib/geometry.lua", line, locals}, caller],
    })
    result.push({frames: [caller]})
    result.push(inner(5, {shape}), inner(6, {shape, width}), inner(7, {shape, width, height}))
    result.push({frames: [main(12, {...outer, area: width * height})]})
    total += width * height
    result.push({
      frames: [main(13, {...outer, total, area: width * height})],
      print: `${index + 1}\t${shape.name}\t${width * height}\n`,
    })
  })
  result.push({frames: [main(16, {geometry, shapes, total})], print: `total\t${total}\n`})
  return result
}

const globals = {
  _VERSION: "Lua 5.4",
  print: new FakeFunction("function print"),
  many: Array.from({length: 25_000}, (_, index) => index * index),
  config: Object.fromEntries(Array.from({length: 250}, (_, index) => [`key${index}`, index])),
}

export const fakePrograms: Readonly<Record<string, FakeProgram>> = {
  "main.lua": {
    steps: steps(),
    globals,
    threads: [
      {
        id: 2,
        name: "coroutine producer",
        frames: [{name: "yield"}, {name: "producer", path: "lib/geometry.lua", line: 6, locals: {item: 3}}],
      },
    ],
  },
  "fails.lua": {
    steps: [
      {frames: [{name: "main chunk", path: "fails.lua", line: 1, locals: {}}]},
      {
        frames: [
          {name: "price", path: "fails.lua", line: 4, locals: {item: {name: "lamp"}}},
          {name: "main chunk", path: "fails.lua", line: 7, locals: {}},
        ],
        fail: "fails.lua:4: attempt to perform arithmetic on a nil value (field 'cost')",
      },
    ],
  },
  "broken.lua": {steps: [], syntaxError: "broken.lua:3: 'end' expected (to close 'function' at line 1) near <eof>"},
  "asks.lua": {
    steps: [
      {
        frames: [{name: "main chunk", path: "asks.lua", line: 1}],
        print: "What is your name? ",
        ask: "What is your name? ",
      },
      {frames: [{name: "main chunk", path: "asks.lua", line: 2}], print: "Good evening.\n"},
    ],
  },
  "endless.lua": {
    steps: [{frames: [{name: "main chunk", path: "endless.lua", line: 2, locals: {n: 1}}], endless: "hears"}],
  },
  "deaf.lua": {steps: [{frames: [{name: "main chunk", path: "deaf.lua", line: 1}], endless: "deaf"}]},
  "flood.lua": {
    steps: [
      {
        frames: [{name: "main chunk", path: "flood.lua", line: 2}],
        print: Array.from({length: 12_000}, (_, index) => `line ${index + 1}\n`).join(""),
        stderr: "a warning\n",
      },
    ],
  },
}

export const fakeFiles: Readonly<Record<string, string>> = {
  "main.lua": mainText,
  "lib/geometry.lua": geometryText,
  "fails.lua": `local items = {{name = "lamp"}}

local function price(item)
  return item.cost * 1.2
end

print(price(items[1]))
`,
  "broken.lua": "function half(x)\n  return x / 2\n",
  "asks.lua": 'io.write("What is your name? ")\nlocal name = io.read()\nprint("Good evening.")\n',
  "endless.lua": "local n = 0\nwhile true do n = n + 1 end\n",
  "deaf.lua": 'string.find(("a"):rep(1e6), (".-"):rep(30) .. "b")\n',
  "flood.lua": "for i = 1, 12000 do\n  print('line ' .. i)\nend\n",
}
