--[[
ties: aggregates the values of one field by its ordered index, without reading an entity: each value once, as often as it is there.

A slice ends between two values, so that an entity that stays is counted once.
]]
local MOST, LEAST = 512, 8

local function add(state, values, times) lib.query.aggregate.cells.add(state, function() return values end, #values, times) end

local function count_missing(state, node)
  if not node.missing then return end
  local size = lib.query.node.size(state, { op = 'posting', key = node.missing, model = node.model })
  if size > 0 then add(state, { false }, { size }) end
end

-- where the next slice goes on, and the strategy; a plan is a range of the same index
function module.run(state)
  local node, at, wanted, price = state.request.ties, state.from.at, 64, 1 + lib.query.aggregate.cells.price(state.request)
  node.model = state.models[1]
  lib.query.aggregate.cells.open(state)
  repeat
    local values, times, following = lib.query.ties[node.op].read(state, node, at, wanted)
    add(state, values, times)
    -- where a value is there often, most of what is read of it tells nothing new
    wanted = #values == 1 and math.max(LEAST, wanted / 2) or math.min(MOST, wanted * 2)
    state.spent = state.spent + price * #values
    at = following
  until not at or lib.query.clock.is_over(state, state.request.budget)
  if not at then count_missing(state, node) end
  return at and { at = at }, { name = 'by value', phases = { { narrowed = state.plan and state.plan.n } } }
end
