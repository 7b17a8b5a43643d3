--> exceptions uncaught caught
--> scopes
--> expand Error
--> expand Error._ERROR
--> expand Error._ERROR.why
--> eval _ERROR.code + 1
--> set Error._ERROR {code = 8}
--> request exceptionInfo {"threadId": 1}
--> continue
--> expand Error
--> continue
--> expand Error
--> continue
--> expand Error
--> continue
--> expand Error
--> continue
--> expand Error
--> continue
--> eval _ERROR
--> continue
--> expand Error
--> continue
--> expand Error
--> request exceptionInfo {"threadId": 2}
--> continue
--> scopes
--> eval type(_ERROR)
--> eval error({nested = true})
-- What is thrown is there to look at: as text, in a scope, in expressions.
local function throw(value) error(value) end
print(select(2, pcall(throw, {code = 7, why = {"no"}})).code)
pcall(throw, nil)
pcall(throw, 42)
pcall(throw, io.stdout)
pcall(throw, throw)
pcall(throw, setmetatable({}, {__name = "Failure", __tostring = function() error("not now") end}))
pcall(throw, setmetatable({}, {__tostring = function() return "it says so" end}))
pcall(function() local t = nil; return t.x end)
local co = coroutine.create(function() throw(setmetatable({3}, {__name = "Broken"})) end)
coroutine.resume(co)
local before = collectgarbage("count") >= 0
print(before) -- @break
