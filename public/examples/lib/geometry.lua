-- A module: a table of functions, given back at the end.
local geometry = {}

function geometry.rectangle(width, height)
  return {kind = "rectangle", width = width, height = height}
end

function geometry.circle(radius)
  return {kind = "circle", radius = radius}
end

function geometry.triangle(base, height)
  return {kind = "triangle", base = base, height = height}
end

-- One function a kind, found by name.
local areas = {
  rectangle = function(shape) return shape.width * shape.height end,
  circle = function(shape) return math.pi * shape.radius ^ 2 end,
  triangle = function(shape) return shape.base * shape.height / 2 end,
}

function geometry.area(shape)
  local compute = areas[shape.kind]
  return compute(shape)
end

return geometry
