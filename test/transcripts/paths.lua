--> break ./lib//util.lua 3
-- However a program writes a file's path, it is the same file.
local function try(how, name)
  local ok, module = pcall(how, name)
  print(name, ok and module.hello(name) or module)
end
try(require, "lib.util")
try(require, "lib//util")
try(require, "./lib/util")
try(dofile, "lib/./util.lua")
try(dofile, "lib/../lib/util.lua")
try(dofile, "./lib/util.lua")
try(dofile, "/workspace/lib/util.lua")
try(function(name) return assert(loadfile(name))() end, "lib/.././lib///util.lua")
package.path = "lib/../?.lua"
package.loaded["lib.util"] = nil
try(require, "lib.util")
try(function(name) return load("return {hello = error}", "@" .. name)() end, "../elsewhere.lua")
