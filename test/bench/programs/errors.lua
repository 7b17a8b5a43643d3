-- Caught errors: every second call raises one, a string with its position or a table. One unit is 200 calls.
local function risky(i)
  local kind = i % 4 -- @hot i == -1
  if kind < 0 then
    return nil -- @never
  end
  if kind == 1 then
    error("odd number " .. i)
  elseif kind == 3 then
    error({number = i})
  end
  return i
end

local function run(size)
  for _ = 1, size do
    local failures = 0
    for i = 1, 200 do
      if not pcall(risky, i) then
        failures = failures + 1
      end
    end
    assert(failures == 100)
  end
  return size * 200
end
