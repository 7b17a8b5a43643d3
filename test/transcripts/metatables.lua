--> locals
--> expand Locals.point
--> in
--> locals
--> stack
--> out
--> in
--> stack
--> out
--> in
--> stack
--> out
--> in
--> stack
--> out
--> in
--> stack
-- Metamethods are called from instructions that are no calls.
local Point = {}
Point.__index = function(self, key)
  return rawget(Point, key)
end
Point.__add = function(a, b)
  return setmetatable({x = a.x + b.x}, Point)
end
Point.__eq = function(a, b)
  return a.x == b.x
end
Point.__lt = function(a, b) return a.x < b.x end
Point.__concat = function(a, b)
  return "joined"
end
Point.__len = function(self)
  return self.x
end
Point.__call = function(self, x)
  return self.x * x
end
Point.__newindex = function(self, key, value)
  rawset(self, key, value)
end
Point.__tostring = function(self) error("never called by the debugger") end
local point = setmetatable({x = 1}, Point)
local other = setmetatable({x = 2}, Point)
local sum = point + other -- @break
local same = point == other -- @break
local less = point < other -- @break
local joined = point .. other -- @break
local length = #point -- @break
local called = point(3) -- @break
point.y = 5 -- @break
print(sum.x, same, less, joined, length, called, point.y, point.missing) -- @break
