--> launch {"args": ["one", "two"]}
--> scopes
--> varargs
--> eval ...
--> eval select("#", ...)
--> eval (select(2, ...))
--> continue
--> varargs
--> locals
--> eval {...}
--> set Varargs.[2] 'changed'
--> eval (select(2, ...))
--> varargs 1
--> eval@1 ...
--> out
--> stack
print(arg[0], #arg, ...) -- @break
local function sum(first, ...)
  local n = select("#", ...) -- @break
  return first, n, ...
end
print(sum(1, nil, "x", {}))
print(sum(1))
local function pass(...)
  return sum(...)
end
print(pass(1, 2))
print((sum(1, 2, 3)))
