
local function timed(size)
  collectgarbage()
  collectgarbage()
  local begin = os.clock()
  local passes = run(size)
  return os.clock() - begin, passes
end

local size, report = ...
local seconds, passes = timed(math.floor(tonumber(size))) -- @run
if report then
  print(string.format("%.6f %d", seconds, passes))
end
return seconds, passes
