-- Coroutine switches: a generator through wrap, and a producer through resume. One unit is 200 yields.
local function numbers(n)
  for i = 1, n do
    coroutine.yield(i) -- @hot i == -1
    if i < 0 then
      return nil -- @never
    end
  end
end

local function run(size)
  for _ = 1, size do
    local total = 0
    local generator = coroutine.wrap(numbers)
    for _ = 1, 100 do
      total = total + generator(100)
    end
    local producer = coroutine.create(numbers)
    for _ = 1, 100 do
      local _, value = coroutine.resume(producer, 100)
      total = total + value
    end
    assert(total == 10100)
  end
  return size * 200
end
