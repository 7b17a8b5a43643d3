--> request stackTrace {"threadId": 1, "startFrame": 0, "levels": 2}
--> request stackTrace {"threadId": 1, "startFrame": 100000, "levels": 1}
--> request stackTrace {"threadId": 1, "startFrame": 190000, "levels": 20}
--> eval n
--> next
--> next
--> out
--> out
-- A deep recursion, whose stack is asked for in pages.
local function down(n)
  if n == 0 then
    return 0 -- @break
  end
  local below = down(n - 1)
  return below + 1
end
print(down(190000))
