-- Word frequency: text goes into tables, and comes out sorted.
--
-- Press F5. The program stops on each word. That is a lot of words: right-click
-- the red dot and type a condition, word == "moon", or a hit count, 10.
-- Or give it a log message, {word} {counts[word]}, and it stops no more.

local text = [[
The moon is the moon is the moon. When the moon is new, nobody sees the moon;
when the moon is full, everybody does. A half moon is half a secret. The sea
follows the moon, the tide follows the sea, and the boats follow the tide, so
in the end the moon moves the boats, and nobody sees that either.
]]

local counts = {}
local order = {}

for word in text:lower():gmatch("%a+") do
  if not counts[word] then
    table.insert(order, word)
  end
  counts[word] = (counts[word] or 0) + 1
end

-- Stop in here to see `a` and `b` while sort compares them.
table.sort(order, function(a, b)
  if counts[a] ~= counts[b] then
    return counts[a] > counts[b]
  end
  return a < b
end)

local longest = 0
for place = 1, 8 do
  longest = math.max(longest, #order[place])
end

for place = 1, 8 do
  local word = order[place]
  local bar = string.rep("#", counts[word])
  print(string.format("%-" .. longest .. "s %s %d", word, bar, counts[word]))
end
print(#order .. " different words")
