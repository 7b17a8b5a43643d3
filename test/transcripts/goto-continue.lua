-- goto as continue; labels have no code.
for i = 1, 3 do
  if i == 2 then
    goto continue -- @break
  end
  print(i)
  ::continue:: -- @break
end
do
  local n = 0
  ::again::
  n = n + 1 -- @break
  if n < 3 then goto again end -- @break
  print(n)
end
for i = 1, 2 do
  for j = 1, 2 do
    if j == 2 then goto next_i end -- @break
  end
  ::next_i::
end
