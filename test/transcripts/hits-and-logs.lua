-- Hit conditions, conditions, log messages, and all of them together.
for i = 1, 10 do
  local a = i -- @hit 3
  local b = i -- @hit % 5
  local c = i -- @hit >= 9
  local d = i -- @hit < 2
  local e = i -- @break if i % 2 == 0 -- @hit == 4
  local f = i -- @log i is {i}, next to \{braces\} and {i * 1.5} {missing.field}
  local g = i -- @log every third: {i} -- @hit % 3
  local h = i -- @log big {i} -- @break if i > 8
end
local s = "x" -- @break if undefined_function()
local u = "x" -- @break if s ==
local w = "x" -- @hit soon
for i = 1, 2 do
  print(i) -- @break if nothing.here
end
local t = {["}"] = "a } in it", 2} -- @log none yet: {t}
local n = 3 -- @log t is {t["}"]} {string.format("%s}", s)} {[[}]]} {#t --[[ } ]]} {{s, n}} {t} {type(n)} {s, 1}
