--> locals
--> eval 7 // 2, -7 // 2, 7 // 2.0, -7 % 3, 7 % -3, 1 / 3
--> eval 0xff & 0x0f, 1 << 62, 1 << 63, 1 << 64, ~0, 5 ~ 3, 3 | 4
--> eval 2^53, 2^53 + 1, math.maxinteger + 1 == math.mininteger
--> eval 1e15, 1e16, 1e100, 123456.789, 0.1
local integer, float = 7 // 2, 7 // 2.0
local large = 9007199254740993
local largest, smallest = math.maxinteger, math.mininteger
local infinite, negative = math.huge, -math.huge
local zero, minus = 0.0, -0.0
local bits = 0xF0 ~ 0x0F | 1 << 8 & ~0
local shifted = -1 >> 1
print(integer, float, large, bits, shifted) -- @break
