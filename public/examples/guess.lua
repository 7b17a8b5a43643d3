-- Guess the number: a program that asks.
--
-- Press F5. When the program waits for you, the Output pane has a field.
-- The breakpoint stops after each guess: in Variables you can see `secret`.
-- Cheat: double-click its value, or type `secret = 50` into the console.

local smallest, largest = 1, 100
math.randomseed(os.time())
local secret = math.random(smallest, largest)

local function ask(prompt)
  io.write(prompt)
  local line = io.read()
  return line and tonumber(line)
end

local tries = 0
while true do
  local guess = ask("Your guess (" .. smallest .. " to " .. largest .. "): ")
  tries = tries + 1

  if guess == nil then
    print("That was no number. The secret was " .. secret .. ".")
    break
  elseif guess < secret then
    print("Higher.")
    smallest = math.max(smallest, math.floor(guess) + 1)
  elseif guess > secret then
    print("Lower.")
    largest = math.min(largest, math.ceil(guess) - 1)
  else
    print("Yes, " .. secret .. ", in " .. tries .. (tries == 1 and " try." or " tries."))
    break
  end
end
