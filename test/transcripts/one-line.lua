--> next
--> in
--> in
--> stack
-- Nested functions, several statements, several loops on one line.
local add = function(a) return function(b) return a + b end end -- @break
local inc = add(1)
print(inc(2), add(3)(4)) -- @break
for i = 1, 2 do for j = 1, 2 do io.write(i * j, " ") end end -- @break
local n = 0; while n < 2 do n = n + 1 end; repeat n = n - 1 until n == 0; print(n) -- @break
if n == 0 then n = 1 elseif n == 1 then n = 2 else n = 3 end -- @break
local function fact(k) if k <= 1 then return 1 end return k * fact(k - 1) end -- @break
print(fact(3))
local t = {f = function(self) return self end, g = function() end} t:f() t.g() -- @break
