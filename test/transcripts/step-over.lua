--> next 40
-- Stepping over: recursion, loops, errors that pass frames, callbacks, tail calls, coroutines.
local function fact(n)
  if n <= 1 then
    return 1
  end
  return n * fact(n - 1)
end
local function thrower() -- @break
  error("x")
end
local a = fact(4)
local ok = pcall(function()
  thrower()
  print("not reached")
end)
for i = 1, 2 do
  a = a + fact(i)
end
table.sort({2, 1}, function(p, q)
  return p < q
end)
local co = coroutine.wrap(function()
  coroutine.yield(1)
  return 2
end)
a = co()
a = co()
local t = {
  fact(1),
  fact(2),
}
while a < 4 do
  a = a + 1
end
repeat
  local z = a
  a = a - 1
until z == 1
if a == 0 then
  a = 1
elseif a == 1 then
  a = 2
else
  a = 3
end
local function tail() return fact(2) end
a = tail()
print(a)
