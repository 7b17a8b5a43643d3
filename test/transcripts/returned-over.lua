--> next
--> locals
--> next
--> locals
--> next
--> locals
--> next
--> locals
--> next
--> locals
--> next
--> next
--> locals
--> next
--> locals
--> next
--> locals
--> next
--> locals
--> next
--> locals
--> next
--> locals
--> next
--> locals
--> in
--> locals
--> in
--> locals
--> continue
--> out
--> locals
--> continue
--> next
--> locals
--> continue
--> next
--> locals
--> continue
--> next
--> locals
--> next
--> locals
--> continue
--> next
--> locals
--> continue
--> next
--> locals
--> continue
--> in
--> locals
--> continue
--> out
--> locals
--> continue
--> next
--> locals
--> continue
--> next 2
--> locals
--> continue
--> next
--> locals
--> continue
--> next
--> locals
--> continue
-- What the last call of a line has returned is shown where a step over it ends: of Lua's functions and of C's.
function give(...) return ... end
function kept()
  give("dropped", {2}) -- @break
  local a = give(1)
  local b, c = give(2)
  string.rep("a", 3)
  give("one"); give("two")
  local t = {4, 5}
  table.remove(t)
  give(give(6), give(7))
  give()
  give(table.unpack(t, 1, 40))
  pcall(error, "caught")
  if a and give("condition") then a = nil end
  if a and give("not called") then a = 0 end
  print(give("print gives nothing"))
  a = (give("in"))
end
kept()
function first()
  return 8 -- @break
end
nine = math.max(first(), 9)
function native(a, b)
  return math.max(a, b) -- @break
end
native(10, 11)
function lines(...)
  return string.rep( -- @break
    ...
  )
end
lines("ab", 2)
co = coroutine.create(function(x)
  coroutine.yield(x, "yielded")
end)
coroutine.resume(co, 12) -- @break
coroutine.resume(co, 13)
wrapped = coroutine.wrap(function()
  coroutine.yield("out") -- @break
  coroutine.yield()
end)
wrapped()
wrapped("resumed with")
function fails()
  give("lost"); error("left") -- @break
end
pcall(fails)
function ends(x)
  return x -- @break
end
ends(14)
ends(15)
callable = setmetatable({}, {__call = function(_, x) return x end})
callable("called") -- @break
function leaves()
  give("not this") -- @break
end
leaves()
function deep(n)
  if n == 0 then return 0 end
  return deep(n - 1) + 1 -- @break if n == 2
end
print(deep(3))
function object()
  return callable("by its __call") -- @break
end
object()
print("end")
