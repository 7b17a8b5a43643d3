--> stack
--> next
--> out
--> stack
--> continue
--> stack
--> continue
--> stack
--> out
--> stack
-- Lua under C under Lua: sort comparators, gsub and pairs.
local list = {3, 1, 2}
table.sort(list, function(a, b)
  local less = a < b -- @break if a == 1
  return less
end)
print(table.concat(list, " "))
print((("abc"):gsub("%w", function(c)
  return c:upper() -- @break if c == "b"
end)))
local proxy = setmetatable({}, {__pairs = function(t)
  return function(_, k) -- @break
    if not k then return 1, "one" end
  end, t, nil
end})
for k, v in pairs(proxy) do
  print(k, v)
end
