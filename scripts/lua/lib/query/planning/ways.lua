--[[
ways: the two ways through an ordered query, of which the shorter is taken: walk its order, or drive by the smallest condition and sort.
]]
-- how much shorter a walk has to be that is tried against what the sizes say: if the conditions agree with each other, or with the order
local TRIED, ORDERED = 4, 7
-- rows of a page whose walk tells soon enough whether it is one
local LEAST = 16

-- what a row of a walk would take that is worth to be tried, or nothing
local function tried(turn)
  if turn.drive >= TRIED * turn.needed * turn.agreed then return turn.agreed end
  -- half of what would turn it: one that finds nothing at first ends at once
  local is_short = turn.needed >= LEAST and turn.drive >= ORDERED * turn.needed * turn.entry
  return is_short and math.max(turn.entry, turn.drive / turn.needed / 2) or nil
end

local function strategy_of(state, phases, rest, turn)
  local ties = #state.request.order > 1
  local strategy = { name = 'walk', phases = phases, probes = rest, sorted = ties, ties = ties, turn = turn }
  if state.after then strategy.start = lib.query.sorting.cursor.start(state, phases, ties) end
  if state.from.behind then strategy.start = lib.query.sorting.cursor.behind(state, phases) end
  return strategy
end

-- a walk, unless drive(state) is shorter
function module.shorter(state, order, list, drive)
  local smallest_first = lib.query.planning.estimate.smallest_first
  local phases, rest = lib.query.planning.walk.of(order, list)
  rest = smallest_first(state, rest)
  -- where nothing has to be probed no way is shorter
  if state.from.strategy == 'walk' or #rest == 0 then return strategy_of(state, phases, rest, state.from.turn) end
  local total = lib.query.node.size(state, state.models[1].all)
  local turn = lib.query.planning.estimate.turn(state, phases, rest, #rest == #list and rest or smallest_first(state, list), total)
  -- what a walk by distance has seen, one row does not tell
  local can_turn = order.op ~= 'distance'
  if turn.drive < math.min(turn.all, turn.needed * turn.price) then
    -- conditions may agree, and leave as many rows as the smallest, or be what the order begins with: a walk shows it before it turns
    local price = can_turn and tried(turn)
    if not price then return drive(state) end
    turn.price = price
  end
  return strategy_of(state, phases, rest, can_turn and turn or nil)
end
