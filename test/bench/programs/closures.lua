-- Closures that are made and called. One unit is 200 counters, each called ten times.
local function counter(step)
  local value = 0
  return function(more)
    value = value + step + more -- @hot value == -1
    if value < 0 then
      value = 0 -- @never
    end
    return value
  end
end

local function run(size)
  for _ = 1, size do
    for step = 1, 200 do
      local count = counter(step)
      for i = 1, 10 do
        count(i)
      end
    end
  end
  return size * 2000
end
