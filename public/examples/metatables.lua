-- Metatables: vectors that add up, and shapes that inherit.
--
-- Press F5. The program stops in __add, called by a plain `+`.
-- Watch the expressions a.x and b.x while you step (F10), then step out
-- (Shift+F11) to see who called.

local Vector = {}
Vector.__index = Vector

function Vector.new(x, y)
  return setmetatable({x = x, y = y}, Vector)
end

function Vector.__add(a, b)
  local x = a.x + b.x
  local y = a.y + b.y
  return Vector.new(x, y)
end

function Vector.__eq(a, b) return a.x == b.x and a.y == b.y end
function Vector.__len(v) return math.floor(math.sqrt(v.x ^ 2 + v.y ^ 2)) end
function Vector.__tostring(v) return "(" .. v.x .. ", " .. v.y .. ")" end

local walk = Vector.new(3, 0) + Vector.new(0, 4)
print("walked to " .. tostring(walk) .. ", as the crow flies " .. #walk)
print("the same place:", walk == Vector.new(3, 4))

-- Classes are metatables too. Step into `dog:describe()` (F11) and open `self`:
-- `name` is in the table, `describe` is found through __index.
local Animal = {}
Animal.__index = Animal

function Animal.new(class, name)
  return setmetatable({name = name}, class)
end

function Animal:describe()
  return self.name .. " says " .. self:sound()
end

local Dog = setmetatable({}, {__index = Animal})
Dog.__index = Dog
function Dog:sound() return "woof" end

local Cat = setmetatable({}, {__index = Animal})
Cat.__index = Cat
function Cat:sound() return "meow" end

local dog = Animal.new(Dog, "Rex")
local cat = Animal.new(Cat, "Minka")
print(dog:describe())
print(cat:describe())
