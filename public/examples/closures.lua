-- Closures: functions that remember.
--
-- Press F5. The program stops inside counter's inner function.
-- Look at Upvalues: `count` lives there, one for each counter.
-- Press F5 again and again and watch the two counts part ways.

local function counter(name, step)
  local count = 0

  return function()
    count = count + step
    return name .. " is at " .. count
  end
end

local apples = counter("apples", 1)
local pears = counter("pears", 10)

print(apples())
print(pears())
print(apples())
print(pears())

-- Two closures can share one upvalue. Set a breakpoint in each and see that
-- both show the same `balance`.
local function account(balance)
  local function deposit(amount)
    balance = balance + amount
  end

  local function show()
    print("balance: " .. balance)
  end

  return deposit, show
end

local deposit, show = account(100)
deposit(25)
deposit(17)
show()

-- In the console, while paused here, try: apples()
print("the end")
