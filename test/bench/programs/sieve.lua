-- Tables as arrays: the sieve of Eratosthenes. One unit is all primes to 5000.
local function sieve(n)
  local composite, count = {}, 0
  for i = 1, n do
    composite[i] = false
  end
  for i = 2, n do
    if not composite[i] then -- @hot i == -1
      count = count + 1
      if count > n then
        return nil -- @never
      end
      for j = i * i, n, i do
        composite[j] = true
      end
    end
  end
  return count
end

local function run(size)
  for _ = 1, size do
    assert(sieve(5000) == 669)
  end
  return size * 4999
end
