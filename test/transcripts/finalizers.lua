--> stack
--> next
--> next
--> continue
--> stack
--> locals
-- Finalizers, and variables to be closed.
local function object(name)
  return setmetatable({name = name}, {
    __gc = function(self)
      print("collect", self.name) -- @break
    end,
    __close = function(self, problem)
      local what = tostring(problem)
      print("close", self.name, what) -- @break
    end,
  })
end
object("garbage")
collectgarbage()
do
  local a <close> = object("a")
  local b <close> = object("b")
  local c <const> = 5
  print("in the block", c)
end
print(pcall(function()
  local d <close> = object("d")
  error("while d is open", 0)
end))
local function early()
  local e <close> = object("e")
  return "result"
end
print(early())
for _ in next, {1}, nil, object("loop") do
  break
end
