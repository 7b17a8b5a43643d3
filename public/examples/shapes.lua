-- Several files: `require` loads lib/geometry.lua.
--
-- Press F5. The program stops in the loop. Step into (F11) geometry.area: the
-- editor opens the other file. Step out (Shift+F11) to come back.
-- Breakpoints in both files work: try one on each area in lib/geometry.lua.

local geometry = require("lib.geometry")

local shapes = {
  geometry.rectangle(3, 4),
  geometry.circle(2),
  geometry.triangle(6, 5),
}

local total = 0
for index, shape in ipairs(shapes) do
  local area = geometry.area(shape)
  total = total + area
  print(string.format("%d  %-10s %6.2f", index, shape.kind, area))
end
print(string.format("   %-10s %6.2f", "together", total))

-- A module runs once: the second require gives the same table.
assert(require("lib.geometry") == geometry)

-- What happens with a shape that the module doesn't know? Take away the dashes
-- and press F5: the program stops at the error, with everything still there.
-- geometry.area({kind = "blob"})
