
-- The work goes in slices: on a busy machine some of them run undisturbed. No more of them: the clock ticks each ms.
local function timed(size)
  local slice = math.max(1, math.floor(size / 8))
  local total, best, passes = 0, math.huge, 0
  pcall(collectgarbage) -- Fengari has none
  repeat
    local units = math.min(slice, size)
    local begin = os.clock()
    passes = passes + run(units)
    local seconds = os.clock() - begin
    total, size = total + seconds, size - units
    if units == slice and seconds / units < best then
      best = seconds / units
    end
  until size <= 0
  return total, best, passes
end

local size, report = ...
local seconds, best, passes = timed(math.floor(tonumber(size))) -- @run
if report then
  print(string.format("%.6f %.12f %d", seconds, best, passes))
end
return seconds, best, passes
