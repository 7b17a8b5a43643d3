--> stack
--> next
--> stack
--> out
--> stack
local function last(n)
  local m = n + 1 -- @break if n == 3
  return m
end
local function middle(n)
  return last(n + 1)
end
local function first(n)
  return middle(n + 1)
end
local result = first(1)
print(result)
local function loop(n)
  if n == 0 then
    return "done" -- @break
  end
  return loop(n - 1)
end
print(loop(20000))
