--> threads
--> stack
--> locals
--> next
--> next
--> next
--> next
--> stack
--> continue
--> threads
--> request stackTrace {"threadId": 1}
--> request stackTrace {"threadId": 2}
--> request stackTrace {"threadId": 3}
--> out
--> stack
--> in
--> in
--> in
-- Nested, wrapped and suspended coroutines.
local function inner(x)
  local y = coroutine.yield(x + 1) -- @break if x == 1
  print("inner", y)
  return y * 2
end
local outer = coroutine.create(function(a)
  local co = coroutine.wrap(inner)
  local first = co(a) -- @break if a == 10
  local second = co(first)
  coroutine.yield(second)
  return "end"
end)
local one = coroutine.wrap(inner)
print(one(1))
print(one(5))
print(coroutine.resume(outer, 10))
print(coroutine.resume(outer))
print(coroutine.resume(outer))
local function numbers(n)
  return coroutine.wrap(function()
    for i = 1, n do
      coroutine.yield(i)
    end
  end)
end
for v in numbers(2) do -- @break
  print(v) -- @break
end
print(coroutine.isyieldable(), select(2, coroutine.running()))
