--> next
--> locals
--> continue
--> next
--> locals
--> continue
--> out
--> locals
--> expand Locals.(returned 2)
--> eval last
--> continue
--> in
--> locals
--> continue
--> out
--> locals
--> continue
--> out
--> locals
--> continue
--> out
--> locals
--> continue
--> out
--> locals
--> continue
--> out
--> locals
--> continue
--> out
--> locals
-- What a function returns is shown where the step out of it ends, until the program goes on.
function one()
  return 1 -- @break
end
function none()
  return -- @break
end
function many(...)
  return "a", {b = 2}, ... -- @break
end
function main()
  one()
  none()
  many(3, 4)
  local last = many()
  return last
end
main()
function tail(n)
  if n == 0 then return "bottom" end -- @break if n == 3
  return tail(n - 1)
end
tail(3)
function fails()
  error("no") -- @break
end
ok = pcall(fails)
function protected()
  return "protected" -- @break
end
ok = pcall(protected)
sum = setmetatable({}, {__add = function(a, b)
  return "added" -- @break
end})
sum = sum + 1
function closes()
  local guard <close> = setmetatable({}, {__close = function() ok = none end})
  return "closed", guard -- @break
end
closes()
co = coroutine.wrap(function()
  coroutine.yield("yielded") -- @break
  return "ended"
end)
co()
co()
print("end")
