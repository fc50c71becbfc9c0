--[[
planner: picks the cheapest way through a query, with the sizes that the indexes have now.

drive: read the ids of the smallest condition and probe the others; sort at the end where an order was asked for.
by id: the same without sorting, for an order by id where the smallest condition is a list of ids.
walk: read the order's own index from its end and probe all conditions, until the page is full.
]]
local function conditions(filter)
  if not filter then return {} end
  return filter.op == 'and' and filter.inputs or { filter }
end

local function drive(sorted)
  return { name = sorted and 'drive and sort' or 'drive', phases = { call.filter or call.model.all }, filters = {}, sorted = sorted }
end

local function comes_by_id(list)
  local driver = list[1]
  for _, condition in ipairs(list) do
    if lib.query.node.size(condition) < lib.query.node.size(driver) then driver = condition end
  end
  return not driver or driver.op == 'posting' or driver.op == 'ids'
end

local function by_id(list, reverse)
  call.model.all.reverse = reverse
  for _, condition in ipairs(list) do condition.reverse = reverse end
  local strategy = drive(false)
  strategy.name = 'by id'
  return strategy
end

function module.choose()
  local list, first = conditions(call.filter), call.order and call.order[1]
  if not first then return drive(false) end
  if first.op == 'id' and (call.strategy == 'by id' or not call.from and comes_by_id(list)) then
    return by_id(list, first.reverse)
  end
  if call.strategy == 'drive and sort' then return drive(true) end
  local phases, rest = lib.query.walk.of(first, list)
  if call.strategy == 'walk' then return lib.query.walk.strategy(phases, rest) end
  local total = lib.query.node.size(call.model.all)
  return lib.query.cost.drive(list, total) < lib.query.cost.walk(phases, rest, list, total) and drive(true) or lib.query.walk.strategy(phases, rest)
end
