-- A loop without calls: integer arithmetic. One unit is 10,000 passes.
local function sum(n)
  local total = 0
  for i = 1, n do
    total = total + i % 7 -- @hot i == -1
    if total < 0 then
      total = 0 -- @never
    end
  end
  return total
end

local function run(size)
  for _ = 1, size do
    assert(sum(10000) == 29998)
  end
  return size * 10000
end
