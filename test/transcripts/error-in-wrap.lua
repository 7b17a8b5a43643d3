--> exceptions uncaught
--> stack
--> threads
-- An error out of coroutine.wrap goes on in its caller: inside of pcall it is caught, else not.
print(pcall(function()
  local gen = coroutine.wrap(function()
    coroutine.yield(1)
    error("caught outside of the coroutine")
  end)
  print(gen())
  print(gen())
end))
local gen = coroutine.wrap(function()
  local reason = "nothing catches this"
  error(reason)
end)
gen()
