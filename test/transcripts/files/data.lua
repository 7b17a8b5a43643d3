local values = {} -- @break
values[1] = "data" -- @break if #values == 0
return values[1]
