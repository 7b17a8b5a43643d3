-- Coroutines: a producer, a filter and a consumer take turns.
--
-- Press F5. The program stops in the producer. The call stack shows a thread
-- for each coroutine: open the main thread to see who is waiting for it.
-- Step into `yield` (F11) and watch the focus pass to the one who asked.

local function producer()
  return coroutine.create(function()
    local moons = {"Io", "Europa", "Ganymede", "Callisto", "Titan", "Rhea", "Triton"}
    for index, moon in ipairs(moons) do
      local message = {index = index, name = moon}
      coroutine.yield(message)
    end
    return nil
  end)
end

-- Passes on only what `keep` accepts.
local function filter(source, keep)
  return coroutine.create(function()
    while true do
      local _, message = coroutine.resume(source)
      if message == nil then return nil end
      if keep(message) then coroutine.yield(message) end
    end
  end)
end

local function consumer(source)
  local seen = 0
  while true do
    local _, message = coroutine.resume(source)
    if message == nil then break end
    seen = seen + 1
    print(seen, message.name, "(number " .. message.index .. ")")
  end
  return seen
end

local source = producer()
local long = filter(source, function(message) return #message.name > 4 end)

local count = consumer(long)
print(count .. " moons have more than four letters")
print("the producer is " .. coroutine.status(source))
