-- Eight queens: recursion that goes back when it is stuck.
--
-- Press F5. The program stops each time a queen is placed. The call stack is
-- one `place` deep for each row: click a frame to see where that row's queen
-- stands. Watch the expression `#columns`, or set a condition: row == 7.

local size = 8
local columns = {} -- row -> column of its queen
local attempts = 0

local function isSafe(row, column)
  for other = 1, row - 1 do
    local sameColumn = columns[other] == column
    local sameDiagonal = math.abs(columns[other] - column) == row - other
    if sameColumn or sameDiagonal then
      return false
    end
  end
  return true
end

local function place(row)
  if row > size then
    return true
  end
  for column = 1, size do
    attempts = attempts + 1
    if isSafe(row, column) then
      columns[row] = column
      if place(row + 1) then
        return true
      end
      columns[row] = nil -- stuck further down: take the queen away again
    end
  end
  return false
end

local function draw()
  for row = 1, size do
    local cells = {}
    for column = 1, size do
      cells[column] = columns[row] == column and "Q" or "."
    end
    print(table.concat(cells, " "))
  end
end

if place(1) then
  draw()
  print("found after " .. attempts .. " attempts")
end
