--[[
and: the smallest input drives, the others are probed.
]]
-- the inputs, the smallest first, of equal ones that which the planner meets first
local function by_size(state, node)
  if not node.sorted then
    local size = lib.query.node.size
    for _, input in ipairs(node.inputs) do size(state, input) end
    table.sort(node.inputs, function(a, b)
      if a.known == b.known then return a.n < b.n end
      return a.known < b.known
    end)
    node.sorted = true
  end
  return node.inputs
end

function module.size(state, node) return lib.query.node.size(state, by_size(state, node)[1]) end

-- a later slice goes on with the driver it began with, whatever the sizes are by then
local function driver_of(inputs, at)
  for _, input in ipairs(inputs) do
    if at and input.n == at.driver then return input end
  end
  return inputs[1]
end

function module.scan(state, node, at, count)
  local inputs = by_size(state, node)
  local driver = driver_of(inputs, at)
  local list, following = lib.query.node.scan(state, driver, at and at.at, count)
  for _, input in ipairs(inputs) do
    if input ~= driver then list = lib.query.node.keep(state, input, list) end
  end
  return list, following and { driver = driver.n, at = following }
end

function module.keep(state, node, list)
  for _, input in ipairs(by_size(state, node)) do list = lib.query.node.keep(state, input, list) end
  return list
end
