local M = {}
function M.hello(x)
  return x
end
return M
