--[[
planner: picks the cheapest way through a query, with the sizes that the indexes have now.

by id: an order by id needs no sorting where the smallest condition is a list of ids.
drive: read the ids of the smallest condition and probe the others; sort at the end where an order was asked for.
walk: read the order's own index from its end and probe all conditions, until the page is full.
]]

-- what one more id costs, relative to one step of a scan: a probe, and fetching what it is sorted by
local PROBE, SORT = 1, 3

local function conditions(filter)
  if not filter then return {} end
  return filter.op == 'and' and filter.inputs or { filter }
end

-- how many entities fit all conditions, if these have nothing to do with each other
local function expected(list, total)
  local rows = total
  for _, condition in ipairs(list) do rows = rows * math.min(1, size(condition) / math.max(1, total)) end
  return math.max(rows, 0.5)
end

-- the order's index as a node; a condition on the same index narrows it and needs no probe any more
local function walk_of(order, list)
  local node, rest = { op = order.op, key = order.key, field = order.field, reverse = order.reverse }, {}
  if order.op == 'id' then node = { op = 'posting', key = call.model.all.key, reverse = order.reverse } end
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

local function drive(sorted)
  return { name = sorted and 'drive and sort' or 'drive', phases = { call.filter or call.model.all }, filters = {}, sorted = sorted }
end

-- ids come in order by themselves from a list of ids, whatever else is probed
local function comes_by_id(list)
  local driver = list[1]
  for _, condition in ipairs(list) do
    if size(condition) < size(driver) then driver = condition end
  end
  return not driver or driver.op == 'posting'
end

local function by_id(list, reverse)
  call.model.all.reverse = reverse
  for _, condition in ipairs(list) do
    if condition.op == 'posting' then condition.reverse = reverse end
  end
  local strategy = drive(false)
  strategy.name = 'by id'
  return strategy
end

local function cost_of_walk(phases, rest, list, total)
  local entries = size(phases[1]) + (phases[2] and size(phases[2]) or 0)
  local needed = call.limit and (call.offset + call.limit) or entries
  return math.min(entries, needed * entries / expected(list, total)) * (1 + #rest * PROBE), #rest
end

local function cost_of_drive(list, total)
  local driver = total
  for _, condition in ipairs(list) do driver = math.min(driver, size(condition)) end
  return driver * (1 + math.max(0, #list - 1) * PROBE) + expected(list, total) * SORT
end

function module.choose()
  local list, first = conditions(call.filter), call.order and call.order[1]
  if not first then return drive(false) end
  if first.op == 'id' and (call.strategy == 'by id' or not call.from and comes_by_id(list)) then
    return by_id(list, first.reverse)
  end
  local total = size(call.model.all)
  local phases, rest = walk_of(first, list)
  local walk, sort = cost_of_walk(phases, rest, list, total), cost_of_drive(list, total)
  if call.strategy == 'drive and sort' or (not call.strategy and sort < walk) then
    return drive(true), { walk = walk, sort = sort }
  end
  local ties = #call.order > 1
  return { name = 'walk', phases = phases, filters = rest, sorted = ties, ties = ties }, { walk = walk, sort = sort }
end
