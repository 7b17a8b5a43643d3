--> launch {"stopOnEntry": true}
--> stack
--> next
--> in
--> break entry.lua 18
--> out
--> set Locals.x 99
--> break entry.lua
--> eval@0 x, y
--> next
-- Stop on entry, and breakpoints that come and go while the program stands.
local x = 1
local function f()
  return x
end
local y = f()
x = x + 1
x = x + 1
print(x, y)
