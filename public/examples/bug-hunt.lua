-- A bug to find: this shop charges too little.
--
-- The receipt below should say 46.0. It says less. Find out why:
-- 1. Press F5. The program stops where a line of the order is added up.
-- 2. Press F5 a few times and watch `price`, `discount` and `sum`.
-- 3. Right-click the red dot and stop only when `item.name == "lamp"`.
-- 4. Mend the line, press Ctrl+Shift+F5, and see 46.0.
-- A hint stands at the end of the file.

local order = {
  {name = "pen", price = 2.0, count = 3},
  {name = "book", price = 10.0, count = 2, discount = 0.5},
  {name = "lamp", price = 15.0, count = 2},
}

local discount = 0

local function priceOf(item)
  if item.discount then
    discount = item.discount
  end
  local price = item.price * item.count
  return price - price * discount
end

local function total(items)
  local sum = 0
  for _, item in ipairs(items) do
    local price = priceOf(item)
    sum = sum + price
    print(item.name, item.count, price)
  end
  return sum
end

print("total", total(order))

-- Hint: only the books are reduced. Whose `discount` does the lamp get?
-- Look where `discount` is shown: under Locals, or under Upvalues?
