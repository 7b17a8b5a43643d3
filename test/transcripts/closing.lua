--> exceptions uncaught
--> next
--> next
--> continue
-- What runs because a coroutine is closed: steps go on behind the close, and errors in it are caught by it.
local function closable(f)
  local co = coroutine.create(function()
    local c <close> = setmetatable({}, {__close = function()
      f() -- @hit == 1
    end})
    coroutine.yield(1)
  end)
  coroutine.resume(co)
  return co
end
coroutine.close(closable(function() end))
print("after")
print(coroutine.close(closable(function() error("in close") end)))
print(pcall(coroutine.close, closable(function() error("in close") end)))
local w = coroutine.wrap(function()
  local c <close> = setmetatable({}, {__close = function() error("second") end})
  error("first")
end)
print(pcall(w))
