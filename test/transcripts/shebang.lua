#!/usr/bin/env lua
--> locals
-- A byte order mark and a first line for the shell.
local a = 1 -- @break
local function f(x)
  return x + a -- @break
end
print(f(2)) -- @break
