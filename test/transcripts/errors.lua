--> exceptions uncaught caught
--> stack
--> request exceptionInfo {"threadId": 1}
--> locals
--> continue
--> request exceptionInfo {"threadId": 1}
--> exceptions uncaught
--> continue
--> request exceptionInfo {"threadId": 1}
--> stack
--> eval 1 + 1
-- Errors in pcall, as tables, rethrown, in handlers, and one that nothing catches.
local function fail(what)
  error(what)
end
print(pcall(fail, "a message"))
local ok, object = pcall(fail, {code = 42})
print(ok, type(object), object.code)
print(xpcall(fail, function(message) return "handled: " .. message end, "x"))
print(pcall(error))
print(pcall(error, nil))
print(select(2, pcall(error, "at level 2", 2)))
print(pcall(function() local x = nil; x.y = 1 end))
print(pcall(function() return #5 end))
print(pcall(string.rep))
print(pcall(string.rep, "x", -1, 5, {}))
local co = coroutine.create(function() fail("inside") end)
print(coroutine.resume(co))
print(coroutine.close(co))
error(setmetatable({}, {__tostring = function() return "an object that describes itself" end}))
