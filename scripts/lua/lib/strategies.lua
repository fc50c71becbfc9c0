--[[
strategies: the ways through a query that the planner chooses between.
]]
-- the order's index as a node; a condition on the same index narrows it and needs no probe any more
local function walk_of(order, list)
  local node, rest = { op = order.op, key = order.key, field = order.field, reverse = order.reverse }, {}
  if order.op == 'id' then node = { op = 'posting', key = model.all.key, reverse = order.reverse } end
  for _, condition in ipairs(list) do
    if condition.key == node.key and condition.op == node.op and not node.narrowed then
      node.min, node.max, node.narrowed = condition.min, condition.max, condition.n or 0
    else
      rest[#rest + 1] = condition
    end
  end
  table.sort(rest, function(a, b) return size(a) < size(b) end)
  local phases = { node }
  -- entities without a value come last, in either direction
  if order.missing and not node.narrowed then phases[2] = { op = 'posting', key = order.missing, reverse = order.reverse } end
  return phases, rest
end

local function drive(request, sorted)
  return { name = sorted and 'drive and sort' or 'drive', phases = { request.filter or model.all }, filters = {}, sorted = sorted }
end

-- ids come in order by themselves from a list of ids, whatever else is probed
local function comes_by_id(list)
  local driver = list[1]
  for _, condition in ipairs(list) do
    if size(condition) < size(driver) then driver = condition end
  end
  return not driver or driver.op == 'posting'
end

local function by_id(request, list, reverse)
  model.all.reverse = reverse
  for _, condition in ipairs(list) do
    if condition.op == 'posting' then condition.reverse = reverse end
  end
  local strategy = drive(request, false)
  strategy.name = 'by id'
  return strategy
end
