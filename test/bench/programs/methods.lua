-- Method calls through two levels of __index. One unit is 2000 calls of deposit.
local Account = {}
Account.__index = Account

function Account.new(class)
  return setmetatable({balance = 0, count = 0}, class)
end

function Account:deposit(amount)
  self.balance = self.balance + amount -- @hot amount == -1
  if self.balance < 0 then
    error("overdrawn") -- @never
  end
  self:note()
end

function Account:note()
  self.count = self.count + 1
end

local Savings = setmetatable({}, {__index = Account})
Savings.__index = Savings

local function run(size)
  for _ = 1, size do
    local account = Account.new(Savings)
    for i = 1, 2000 do
      account:deposit(i % 3)
    end
    assert(account.count == 2000)
  end
  return size * 2000
end
