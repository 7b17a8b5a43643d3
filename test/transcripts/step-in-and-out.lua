--> in 12
--> out
--> stack
--> next
--> in 14
--> out
--> stack
-- Stepping in and out, over pcall, recursion, coroutines and several calls on one line.
local function leaf(x)
  local y = x
  return y
end
local function node(x)
  local a = leaf(x) + leaf(x)
  return a
end
local v = node(1) + node(2) -- @break
local ok, w = pcall(node, 3)
local co = coroutine.wrap(function(x)
  local r = coroutine.yield(leaf(x))
  return leaf(r)
end)
v = co(1)
v = co(2)
print(v, w)
