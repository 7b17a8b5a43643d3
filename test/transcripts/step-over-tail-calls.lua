--> next
--> continue
--> next
--> continue
--> next 3
--> continue
--> next
--> continue
--> next 2
--> next
--> continue
--> next
-- `next` passes what a `return f()` calls, as it passes any call.
local function g()
  local x = 1
  return x
end
local function f()
  return g() -- @hit == 1
end
f()
local account = {inner = function(self) return self.total end, total = 3}
function account:outer()
  return self:inner() -- @break
end
print(account:outer())
local odd
local function even(n)
  if n == 0 then return true end -- @break if n == 9
  return odd(n - 1)
end
function odd(n)
  if n == 0 then return false end -- @hit == 5
  return even(n - 1)
end
print(even(9))
print(odd(3)) -- @break
local function count(n)
  if n == 0 then return "counted" end -- @break if n == 1000
  return count(n - 1)
end
print(count(1000))
local function careful()
  return pcall(g) -- @break
end
print(careful())
local co = coroutine.wrap(function()
  return coroutine.yield(f()) -- @break
end)
print(co())
print(co(5))
