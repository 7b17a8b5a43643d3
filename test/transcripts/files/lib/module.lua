local module = {}
print("loading", ...) -- @break
function module.double(x)
  return x * 2 -- @break
end
return module
