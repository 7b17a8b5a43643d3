-- Calls: doubly recursive Fibonacci. One unit is fib(18), 8361 calls.
local function fib(n)
  if n < 2 then -- @hot n == -1
    if n < 0 then
      error("no such number") -- @never
    end
    return n
  end
  return fib(n - 1) + fib(n - 2)
end

local function run(size)
  for _ = 1, size do
    assert(fib(18) == 2584)
  end
  return size * 8361
end
