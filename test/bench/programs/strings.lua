-- Building strings: concatenation, string.format, methods, table.concat. One unit is a text of 200 lines.
local function build(n)
  local lines = {}
  for i = 1, n do
    local name = "item " .. i -- @hot i == -1
    if #name < 6 then
      error("too short") -- @never
    end
    lines[#lines + 1] = string.format("%-12s %05d %s", name, i * 37 % 10007, name:upper():sub(1, 4))
  end
  return table.concat(lines, "\n")
end

local function run(size)
  for _ = 1, size do
    assert(#build(200) == 4799)
  end
  return size * 200
end
