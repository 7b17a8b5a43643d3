-- The state that a program runs on counts as Lua's main one.
print(select(2, coroutine.running()))
print(pcall(coroutine.yield, 1))
print(coroutine.isyieldable())
print(coroutine.wrap(function() return select(2, coroutine.running()) end)())
print(pcall(table.sort, {1, 2, 3}, function() coroutine.yield() end))
print(coroutine.wrap(function()
  return pcall(table.sort, {1, 2, 3}, function() coroutine.yield() end)
end)())
