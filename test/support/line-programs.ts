/** Programs whose lines a stepping debugger must visit exactly as Lua's own line hook does. None raises an error. */
export const linePrograms: Readonly<Record<string, string>> = {
  "straight lines": `
local a = 1
local b, c = 2, a

a = b + c
a = a
  + b
  + c
return a`,
  "numeric loops": `
local sum = 0
for i = 1, 3 do
  sum = sum + i
end
for i = 3, 1, -1 do sum = sum + i end
for i = 1, 0 do
  sum = sum + i
end
for x = 1.0, 2.0, 0.5 do
  local y = x
  sum = sum + y
end`,
  "generic loops": `
local sum = 0
for k, v in pairs({10, 20, 30}) do
  sum = sum + v
end
for word in ("one two"):gmatch("%a+") do
  sum = sum + #word
end
local function iterate(limit, value)
  if value < limit then
    return value + 1
  end
end
for i in iterate, 2, 0 do
  sum = sum + i
end`,
  "while and repeat": `
local i = 0
while i < 3 do
  i = i + 1
  if i == 2 then
    goto continue
  end
  i = i
  ::continue::
end
repeat
  local j = i
  i = i - 1
until j == 1
while true do
  i = i + 1
  if i > 3 then break end
end
while i > 0 do i = i - 1 end
repeat i = i + 1 until i == 3`,
  branches: `
local function classify(n)
  if n < 0 then
    return "negative"
  elseif n == 0 then
    return "zero"
  elseif n < 10
    and n ~= 5 then
    return "small"
  else
    return "large"
  end
end
for _, n in ipairs({-1, 0, 3, 5, 50}) do classify(n) end
local x = nil
local y = x and x.z
  or "default"
local z = not x and (y == "default"
  or y)
if x then elseif y then else end
if not (x or y) then
  z = 1
end`,
  functions: `
local function fact(n)
  if n <= 1 then return 1 end
  return n * fact(n - 1)
end
fact(4)
local function outer(...)
  local function inner(a, ...)
    return select("#", ...)
  end
  return inner(...)
end
outer(1, 2, 3)
local add = function(a) return function(b) return a + b end end
local five = add(2)(3)
print(
  fact(2),
  five,
  fact(
    3
  )
)`,
  "tail calls": `
local function even(n)
  if n == 0 then return true end
  return odd(n - 1)
end
function odd(n)
  if n == 0 then return false end
  return even(n - 1)
end
even(5)
local function count(n)
  if n == 0 then
    return
  end
  return count(n - 1)
end
count(10)`,
  "closures in loops": `
local list = {}
for i = 1, 3 do
  list[i] = function()
    i = i + 1
    return i
  end
end
for _, f in ipairs(list) do f() f() end
local k = 0
while k < 3 do
  local captured = k
  list[k] = function() return captured end
  k = k + 1
end`,
  metamethods: `
local mt = {}
mt.__index = function(t, k)
  return k
end
mt.__add = function(a, b)
  return 1
end
mt.__call = function(self, ...)
  return ...
end
mt.__lt = function() return true end
mt.__le = function()
  return false
end
mt.__concat = function() return "c" end
mt.__len = function()
  return 3
end
mt.__eq = function() return true end
mt.__unm = function() return 0 end
mt.__newindex = function(t, k, v)
  rawset(t, k, v)
end
mt.__close = function()
  local x = 1
end
local a, b = setmetatable({}, mt), setmetatable({}, mt)
local _ = a.field
_ = a + b
_ = a + 1
_ = a(1, 2)
_ = a < b
_ = a <= b
if a < b then
  _ = a .. b
end
_ = #a
_ = a == b
_ = -a
a.x = 1
do
  local c <close> = a
  _ = c
end
while not (a <= b) do
  break
end`,
  "protected calls": `
local function fail()
  error("x")
end
local ok = pcall(fail)
ok = pcall(function()
  local t = nil
  t.x = 1
end)
ok = xpcall(fail, function(m)
  local text = m
  return text
end)
for i = 1, 2 do
  ok = select(2, pcall(error, "again"))
end`,
  "to be closed": `
local function closer()
  return setmetatable({}, {__close = function(_, e)
    local seen = e
  end})
end
do
  local a <close> = closer()
  local b <close> = closer()
end
local function early()
  local c <close> = closer()
  do
    return 1
  end
end
early()
for i = 1, 2 do
  local d <close> = closer()
  if i == 1 then goto next end
  i = i
  ::next::
end
for _ in next, {1}, nil, closer() do
  break
end
pcall(function()
  local e <close> = closer()
  error("e")
end)`,
  callbacks: `
table.sort({3, 1, 2, 5, 4}, function(a, b)
  local less = a < b
  return less
end)
string.gsub("abc", "%w", function(c)
  return c:upper()
end)
local s = ("x"):rep(3):gsub("x", {x = "y"})
local f = load("local a = 1\\nlocal b = 2\\nreturn a + b", "=loaded")
f()
local i = 0
load(function()
  i = i + 1
  return ({"return ", "1"})[i]
end)()
tostring(setmetatable({}, {__tostring = function()
  return "t"
end}))`,
  coroutines: `
local function numbers(n)
  for i = 1, n do
    coroutine.yield(i)
  end
end
local co = coroutine.create(numbers)
while true do
  local ok, v = coroutine.resume(co, 2)
  if not v then break end
end
for v in coroutine.wrap(function()
  numbers(2)
end) do
  local x = v
end`,
  "nested coroutines": `
local function inner()
  coroutine.yield(1)
  coroutine.yield(2)
  return 3
end
local outer = coroutine.wrap(function()
  local co = coroutine.wrap(inner)
  coroutine.yield(co() + 10)
  coroutine.yield(co() + 10)
  return co()
end)
outer()
outer()
outer()
local dead = coroutine.create(function() error("x") end)
coroutine.resume(dead)
coroutine.close(dead)
local waiting = coroutine.create(function()
  local c <close> = setmetatable({}, {__close = function()
    local z = 1
  end})
  coroutine.yield()
end)
coroutine.resume(waiting)
coroutine.close(waiting)`,
  "yields across pcall and metamethods": `
local t = setmetatable({}, {__index = function(_, k)
  return coroutine.yield(k)
end, __lt = function(a, b)
  coroutine.yield("lt")
  return true
end})
local co = coroutine.wrap(function()
  local a = t.one
  local ok, b = pcall(function()
    local c = t.two
    return c
  end)
  if t < t then
    a = b
  end
  for k in function() return coroutine.yield("iter") end do
    a = k
  end
  return "end"
end)
local v = co()
while v ~= "end" do
  v = co(v ~= "iter" and 1 or nil)
end`,
  upvalues: `
local n = 0
local function up() n = n + 1 return n end
local function twice(f) f() f() end
twice(up)
twice(function()
  up()
end)
n = up() + up()
  + up()`,
  tables: `
local t = {
  1,
  2,
  x = 3,
  ["y"] = function()
    return 4
  end,
  {
    nested = true,
  },
}
t.y()
t.z = {
  a = t.y(),
  b = t.y(),
}
local long = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
  28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54,
  55}
local packed = {table.unpack(long)}`,
  methods: `
local Account = {}
Account.__index = Account
function Account.new(balance)
  return setmetatable({balance = balance}, Account)
end
function Account:deposit(v)
  self.balance = self.balance + v
  return self
end
local a = Account.new(1)
a:deposit(1):deposit(2)
  :deposit(3)
local Special = setmetatable({}, {__index = Account})
Special.__index = Special
function Special:deposit(v)
  return Account.deposit(self, v * 2)
end
setmetatable(Account.new(0), Special):deposit(5)`,
  "one line": `
local a, b = 1, 2; a = b; b = a for i = 1, 2 do a = i end while b > 0 do b = b - 1 end
local function f() return 1 end local function g() return f() + f() end g() g()
if a then b = 1 else b = 2 end repeat b = b + 1 until b > 3 do local c = b end`,
  goto: `
local i = 1
::top::
i = i + 1
if i < 4 then goto top end
do
  goto skip
  i = 100
  ::skip::
end
for x = 1, 3 do
  for y = 1, 3 do
    if y == 2 then goto next end
    i = i + 1
  end
  ::next::
end`,
  "strings and numbers": `
local s = "a" .. 1 .. 2.5
  .. "end"
local n = 7 // 2 + 7 % 3 ^ 2
local bits = 1 << 4 | 3 & ~1
local cmp = s < "b"
  and n >= 1
local text = [[
long
string
]]
--[[ a
comment ]] local after = text --[==[ another ]==]
return cmp`,
  "long function": `local x = 0\n${Array.from({length: 300}, (_, i) => `x = x + ${i}\nif x < 0 then\n  x = 0\nend`).join("\n")}`,
  "far apart": `local a = 1${"\n".repeat(400)}a = 2${"\n".repeat(200)}for i = 1, 2 do${"\n".repeat(150)}a = i end\nreturn a`,
  "many constants": `local t = {}\n${Array.from({length: 400}, (_, i) => `t["k${i}"] = ${i}.5`).join("\n")}\nfor i = 1, 2 do\n  t.k399 = t.k1\nend`,
  "integer division": `
local function gcd(a, b)
  while b ~= 0 do
    a, b = b, a % b
  end
  return a
end
local function isqrt(n)
  local x = n
  local y = (x + 1) // 2
  while y < x do
    x = y
    y = (x + n // x) // 2
  end
  return x
end
gcd(48, 36)
isqrt(50)`,
  queens: `
local N = 4
local function ok(a, n, c)
  for i = 1, n - 1 do
    if a[i] == c or a[i] - i == c - n or a[i] + i == c + n then
      return false
    end
  end
  return true
end
local function add(a, n)
  if n > N then
    return
  else
    for c = 1, N do
      if ok(a, n, c) then
        a[n] = c
        add(a, n + 1)
      end
    end
  end
end
add({}, 1)`,
}
