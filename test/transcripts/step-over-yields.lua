--> next
--> locals
--> continue
--> next
--> locals
--> continue
--> next 2
--> continue
--> next
--> locals
--> continue
--> next
--> continue
--> out
--> continue
--> next
--> continue
-- A step in a coroutine that yields goes on where that is resumed, and ends where it was resumed last.
function g(x)
  local y = coroutine.yield(x)
  return y, "g"
end
function elsewhere(co, ...)
  local results = {coroutine.resume(co, ...)}
  return results
end
co = coroutine.create(function(x)
  return g(x) -- @break
end)
print(coroutine.resume(co, 1))
coroutine.wrap(function() elsewhere(co, 2) end)()
co = coroutine.create(function(x)
  return coroutine.yield(x) -- @break
end)
coroutine.resume(co, 3)
elsewhere(co, 4)
co = coroutine.create(function()
  g() -- @break
  error("left")
end)
coroutine.resume(co)
elsewhere(co)
co = coroutine.create(function()
  local guard <close> = setmetatable({}, {__close = function() print("closing") end})
  g() -- @break
end)
coroutine.resume(co)
print("yielded")
coroutine.close(co)
print("closed")
co = coroutine.wrap(function()
  g() -- @break
  print("resumed")
end)
for i = 1, 2 do co() end
co = coroutine.wrap(function()
  g() -- @break
end)
co()
print("left by its yield")
do
  local lost = coroutine.wrap(function()
    g() -- @break
  end)
  lost()
end
collectgarbage()
print("nobody resumes it") -- @break
