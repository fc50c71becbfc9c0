--[[
conjunction: and over other nodes: the smallest drives, the others are probed.
]]
kinds['and'] = {}

-- the inputs, the smallest first
local function by_size(node)
  if node.sizes then return node.inputs end
  node.sizes = {}
  for _, input in ipairs(node.inputs) do node.sizes[input] = size(input) end
  table.sort(node.inputs, function(a, b) return node.sizes[a] < node.sizes[b] end)
  return node.inputs
end

kinds['and'].size = function(node) return size(by_size(node)[1]) end

kinds['and'].scan = function(node, at, count)
  local inputs = by_size(node)
  -- a later slice goes on with the driver it began with, whatever the sizes are by then
  local driver = inputs[1]
  if at then for _, input in ipairs(inputs) do if input.n == at.driver then driver = input end end end
  local list, next = scan(driver, at and at.at, count)
  for _, input in ipairs(inputs) do
    if input ~= driver then list = keep(input, list) end
  end
  return list, next and { driver = driver.n, at = next }
end

kinds['and'].keep = function(node, list)
  for _, input in ipairs(by_size(node)) do list = keep(input, list) end
  return list
end
