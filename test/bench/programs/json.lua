-- A JSON parser: recursion, string.find with patterns, tables of both kinds. One unit is one document of 30 records.
local values = 0
local parse

local function skip(text, at)
  return string.find(text, "[^ \n]", at) or #text + 1
end

local function parseString(text, at)
  local _, stop, plain = string.find(text, '^"([^"\\]*)"', at)
  if not stop then
    error("a string without an end")
  end
  return plain, stop + 1
end

local function parseArray(text, at)
  local list = {}
  at = skip(text, at + 1)
  while string.byte(text, at) ~= 93 do
    list[#list + 1], at = parse(text, at)
    at = skip(text, at)
    if string.byte(text, at) == 44 then
      at = skip(text, at + 1)
    end
  end
  return list, at + 1
end

local function parseObject(text, at)
  local object = {}
  at = skip(text, at + 1)
  while string.byte(text, at) ~= 125 do
    local key
    key, at = parseString(text, at)
    at = skip(text, skip(text, at) + 1)
    object[key], at = parse(text, at)
    at = skip(text, at)
    if string.byte(text, at) == 44 then
      at = skip(text, at + 1)
    end
  end
  return object, at + 1
end

function parse(text, at)
  values = values + 1 -- @hot at == -1
  local first = string.byte(text, at)
  if first == 123 then
    return parseObject(text, at)
  elseif first == 91 then
    return parseArray(text, at)
  elseif first == 34 then
    return parseString(text, at)
  elseif first == 116 then
    return true, at + 4
  elseif first == 102 then
    return false, at + 5
  end
  local _, stop = string.find(text, "^-?%d+%.?%d*", at)
  if not stop then
    error("no value at " .. at) -- @never
  end
  return tonumber(string.sub(text, at, stop)), stop + 1
end

local records = {}
for i = 1, 30 do
  records[i] = string.format('{"id": %d, "name": "record %d", "tags": ["a", "b", "c"], "on": %s, "size": %d.5}',
    i, i, i % 2 == 0 and "true" or "false", i * 3)
end
local document = "[" .. table.concat(records, ",\n") .. "]"

local function run(size)
  local before = values
  for _ = 1, size do
    assert(#parse(document, 1) == 30)
  end
  return values - before
end
