-- Floats in table fields: the orbits of five bodies. One unit is 50 steps, 500 pairs.
local function body(x, y, z, vx, vy, vz, mass)
  return {x = x, y = y, z = z, vx = vx, vy = vy, vz = vz, mass = mass}
end

local bodies = {
  body(0, 0, 0, 0, 0, 0, 39.47),
  body(4.84, -1.16, -0.10, 0.60, 2.81, -0.02, 0.037),
  body(8.34, 4.12, -0.40, -1.01, 1.82, 0.008, 0.011),
  body(12.89, -15.11, -0.22, 1.08, 0.86, -0.010, 0.0017),
  body(15.37, -25.91, 0.17, 0.97, 0.59, -0.034, 0.0020),
}

local function advance(dt)
  for i = 1, #bodies do
    local a = bodies[i]
    for j = i + 1, #bodies do
      local b = bodies[j] -- @hot j == -1
      local dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
      local square = dx * dx + dy * dy + dz * dz
      if square < 0 then
        error("no real distance") -- @never
      end
      local pull = dt / (square * square ^ 0.5)
      a.vx, a.vy, a.vz = a.vx - dx * b.mass * pull, a.vy - dy * b.mass * pull, a.vz - dz * b.mass * pull
      b.vx, b.vy, b.vz = b.vx + dx * a.mass * pull, b.vy + dy * a.mass * pull, b.vz + dz * a.mass * pull
    end
  end
  for i = 1, #bodies do
    local a = bodies[i]
    a.x, a.y, a.z = a.x + dt * a.vx, a.y + dt * a.vy, a.z + dt * a.vz
  end
end

local function run(size)
  for _ = 1, size * 50 do
    advance(0.001)
  end
  return size * 500
end
