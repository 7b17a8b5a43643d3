-- table.sort with a comparator in Lua: calls from C into Lua. One unit is a list of 200.
local calls = 0

local function less(a, b)
  calls = calls + 1 -- @hot calls == -1
  if a.key < 0 then
    error("no such key") -- @never
  end
  return a.key < b.key
end

local function list(n)
  local items, seed = {}, 17
  for i = 1, n do
    seed = (seed * 1103 + 12345) % 65536
    items[i] = {key = seed}
  end
  return items
end

local function run(size)
  local before = calls
  for _ = 1, size do
    local items = list(200)
    table.sort(items, less)
    assert(items[1].key <= items[2].key)
  end
  return calls - before
end
