-- The program's own use of the debug library, with breakpoints on every line.
local lines = {} -- @break if false
local function hook(event, line) -- @break if false
  lines[#lines + 1] = line -- @break if false
end
debug.sethook(hook, "l") -- @break if false
local x = 1 -- @break if false
x = x + 1 -- @break if false
for i = 1, 2 do -- @break if false
  x = x + i -- @break if false
end
print(debug.gethook() == hook, select(2, debug.gethook())) -- @break if false
debug.sethook() -- @break if false
print(table.concat(lines, " ")) -- @break if false
print(debug.gethook()) -- @break if false
local calls = {} -- @break if false
local function called() return 1 end -- @break if false
debug.sethook(function(event) -- @break if false
  calls[#calls + 1] = event .. ":" .. tostring(debug.getinfo(2, "n").name) -- @break if false
end, "cr")
called() -- @break if false
debug.sethook() -- @break if false
print(table.concat(calls, " ")) -- @break if false
local count = 0 -- @break if false
debug.sethook(function() count = count + 1 end, "", 100) -- @break if false
for _ = 1, 1000 do end -- @break if false
debug.sethook() -- @break if false
print(count) -- @break if false
local function level() -- @break if false
  print(debug.traceback("trace")) -- @break if false
  local info = debug.getinfo(1, "nSlutf") -- @break if false
  print(info.name, info.namewhat, info.short_src, info.linedefined, info.lastlinedefined, info.currentline) -- @break if false
  print(info.nups, info.nparams, info.isvararg, info.istailcall, info.func == level, info.what) -- @break if false
  local active = {} -- @break if false
  for line in pairs(debug.getinfo(1, "L").activelines) do active[#active + 1] = line end -- @break if false
  table.sort(active) -- @break if false
  print(table.concat(active, " ")) -- @break if false
  print(debug.getlocal(1, 1)) -- @break if false
  print(debug.getlocal(level, 1)) -- @break if false
end
level() -- @break if false
print(debug.getupvalue(called, 1), debug.getupvalue(hook, 1)) -- @break if false
