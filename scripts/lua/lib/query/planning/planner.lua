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

-- `stood`: where a walk was that came before; what it has seen is answered
local function drive_and_sort(state, stood)
  local request = state.request
  state.needed = request.limit and request.offset + request.limit
  if stood then
    local phases = lib.query.planning.walk.of(request.order[1], conditions(state.plan))
    state.stood, state.ahead = stood, lib.query.planning.stood.ahead(state, phases, stood)
  end
  return drive(state, true)
end

-- instead of a walk that turned in this call
function module.turned(state)
  local from = state.from
  -- one that found nothing has answered nothing, and all rows are ahead of it
  local has_found = not from.turn or from.turn.passed > 0
  local strategy = drive_and_sort(state, has_found and from.at or nil)
  state.found, state.from = 0, { got = from.got, text = from.text }
  strategy.shown = 'walk, then ' .. strategy.name
  return strategy
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
  if first.op == 'id' and (known == 'by id' or not state.from.at and not known and lib.query.planning.by_id.comes(state, list)) then
    return by_id(state, list, first.reverse)
  end
  local is_walked = lib.query.planning.walk.exists(first) and (known or lib.query.sorting.cursor.can_walk(state, first))
  if known == 'drive and sort' or not is_walked then return drive_and_sort(state, state.from.stood) end
  return lib.query.planning.ways.shorter(state, first, list, drive_and_sort)
end
