--[[
planner: picks the cheapest way through a query, with the sizes that the indexes have now.

drive: read the ids of the smallest condition and probe the others; sort at the end where an order was asked for.
by id: the same without sorting, for an order by id where the smallest condition is a list of ids.
walk: read the order's own index from its end and probe all conditions, until the page is full.
]]
local function conditions(plan)
  if not plan then return {} end
  return plan.op == 'and' and plan.inputs or { plan }
end

local function drive(state, sorted)
  local phases = { state.plan or state.models[1].all }
  return { name = sorted and 'drive and sort' or 'drive', phases = phases, probes = {}, sorted = sorted }
end

-- kinds that give their ids in order, in either direction
local ORDERED = { posting = true, ids = true, id_range = true }

local function comes_by_id(state, list)
  local driver = list[1]
  for i = 2, #list do
    if lib.query.node.size(state, list[i]) < lib.query.node.size(state, driver) then driver = list[i] end
  end
  if not driver or ORDERED[driver.op] then return true end
  local kind = lib.query.nodes[driver.op]
  return kind.comes_by_id and kind.comes_by_id(state, driver)
end

local function by_id(state, list, reverse)
  state.models[1].all.reverse = reverse
  for _, condition in ipairs(list) do condition.reverse = reverse end
  local strategy = drive(state, false)
  strategy.name = 'by id'
  return strategy
end

function module.choose(state)
  local list, first, known = conditions(state.plan), state.request.order and state.request.order[1], state.from.strategy
  if not first then return drive(state, false) end
  if first.op == 'id' and (known == 'by id' or not state.from.at and not known and comes_by_id(state, list)) then
    return by_id(state, list, first.reverse)
  end
  if known == 'drive and sort' or not lib.query.walk.exists(first) or not known and not lib.query.cursor.can_walk(state, first) then return drive(state, true) end
  local phases, rest = lib.query.walk.of(first, list)
  -- where nothing has to be probed no way is shorter
  if known == 'walk' or #rest == 0 then return lib.query.walk.strategy(state, phases, rest) end
  local total = lib.query.node.size(state, state.models[1].all)
  local drives = lib.query.estimate.drive(state, list, total) < lib.query.estimate.walk(state, phases, rest, list, total)
  return drives and drive(state, true) or lib.query.walk.strategy(state, phases, rest)
end
