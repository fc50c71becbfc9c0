--[[
and: the smallest input drives, the others are probed.
]]
-- the inputs, the smallest first, of equal ones that which the planner meets first
local function by_size(node)
  if not node.sorted then
    table.sort(node.inputs, function(a, b)
      if lib.query.node.size(a) == lib.query.node.size(b) then return a.n < b.n end
      return lib.query.node.size(a) < lib.query.node.size(b)
    end)
    node.sorted = true
  end
  return node.inputs
end

function module.size(node) return lib.query.node.size(by_size(node)[1]) end

-- a later slice goes on with the driver it began with, whatever the sizes are by then
local function driver_of(inputs, at)
  for _, input in ipairs(inputs) do
    if at and input.n == at.driver then return input end
  end
  return inputs[1]
end

function module.scan(node, at, count)
  local inputs = by_size(node)
  local driver = driver_of(inputs, at)
  local list, following = lib.query.node.scan(driver, at and at.at, count)
  for _, input in ipairs(inputs) do
    if input ~= driver then list = lib.query.node.keep(input, list) end
  end
  return list, following and { driver = driver.n, at = following }
end

function module.keep(node, list)
  for _, input in ipairs(by_size(node)) do list = lib.query.node.keep(input, list) end
  return list
end
