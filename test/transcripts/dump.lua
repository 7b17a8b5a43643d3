-- string.dump of a function with breakpoints gives the code without them, and it runs (without stopping: it is no file).
local function f(x)
  local y = x + 1 -- @break
  return y * 2 -- @break
end
local code = string.dump(f)
print(code == CODE or CODE == nil)
local g = load(code, "copy", "b")
print(g(1))
local stripped = load(string.dump(f, true), "stripped", "b")
print(stripped(2))
print(#string.dump(f) == #code, string.dump(f) == code)
print(f(3)) -- @break
