--> in
--> stack
--> out
--> continue
--> stack
--> locals
-- Every way in: require, dofile, loadfile, load with a string and with a reader.
local m = require("lib.module") -- @break
print(m.double(4))
print(require("lib.module") == m)
print(dofile("data.lua"))
local chunk = loadfile("data.lua")
print(chunk())
print(chunk())
local text = load("local x = ...\nreturn x * 2", "=text")
print(text(21))
local named = load("local x = ...\nreturn x * 3", "@lib/module.lua")
print(named(2))
local pieces = {"return ", "1 ", "+ 1"}
local i = 0
print(load(function() i = i + 1; return pieces[i] end, "=pieces")())
print(load("return +", "=broken"))
print(loadfile("missing.lua"))
print(pcall(require, "missing"))
print(package.loaded["lib.module"] == m)
