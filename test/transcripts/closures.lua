--> locals
--> expand Locals.a
--> eval count
--> next 2
--> in
--> upvalues
--> scopes
--> eval count + 100
--> eval count = 50
--> set Upvalues.step 7
--> eval@1 count
--> next
--> upvalues
--> out
--> locals
-- Closures that share an upvalue, which lives in the stack first and in a box of its own later.
local function counter()
  local count, step = 0, 1
  local function add()
    count = count + step
    return count
  end
  local function look()
    return count
  end
  print(count) -- @break
  return add, look
end
local a, b = counter()
print(a())
print(b())
for i = 1, 2 do
  local f = function() i = i + 1; return i end -- @break
  print(f())
end
