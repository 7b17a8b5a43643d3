-- Every kind of line of the hit table.
local total = 0 -- @break
total = total + 1; total = total + 2 -- @break
if total > 2 then -- @break
  total = 10 -- @break
elseif total == 0 then -- @break
  total = 20
else -- @break
  total = 30
end -- @break
local i = 0
while i < 2 do -- @break
  i = i + 1
end
repeat
  i = i - 1
until i == 0 -- @break
for k = 1, 2 do -- @break
  total = total + k -- @break
end
for _, v in ipairs({1, 2}) do -- @break
  total = total + v
end
local f = function(x) return x end -- @break
f(1)
f(2)
local function g() -- @break
  return total -- @break
end
g()
do -- @break
  local inner = 1 -- @break
end
goto done -- @break
::done:: -- @break
-- a comment -- @break

local t = { -- @break
  1, -- @break
  g(), -- @break
}
while true do
  break -- @break
end
while true do
  if i == 0 then break end -- @break
end
print(#t, -- @break
  total) -- @break
return total -- @break
