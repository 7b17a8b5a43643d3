-- The names in error messages are found by reading code: breakpoints must not be seen there.
local t = {inner = {}}
local up = nil
local function try(f)
  local _, message = pcall(f)
  print(message)
end
try(function()
  foo() -- @break if false
end)
try(function()
  t.bar() -- @break if false
end)
try(function()
  t:method() -- @break if false
end)
try(function()
  local x -- @break if false
  x() -- @break if false
end)
try(function()
  up() -- @break if false
end)
try(function()
  return t.inner.deep.er -- @break if false
end)
try(function()
  return 1 + t -- @break if false
end)
try(function()
  return t.name .. "x" -- @break if false
end)
try(function()
  local a = "text" -- @break if false
  return a < 1 -- @break if false
end)
try(function()
  for i = 1, "x" do end -- @break if false
end)
try(function()
  return 1 & 1.5 -- @break if false
end)
try(function()
  return #up -- @break if false
end)
try(function()
  t[nil] = 1 -- @break if false
end)
try(function()
  string.rep() -- @break if false
end)
try(function()
  ("x"):rep({}) -- @break if false
end)
try(function()
  for _ in 5 do end -- @break if false
end)
try(function()
  setmetatable({}, {__index = function(_, k) error("no " .. k) end}).field = nil -- @break if false
  return setmetatable({}, {__index = function(_, k) error("no " .. k) end}).field -- @break if false
end)
try(function()
  error("plain") -- @break if false
end)
try(function()
  assert(false, "asserted") -- @break if false
end)
try(function()
  assert(nil) -- @break if false
end)
foo.bar = 1 -- @break if false
