--[[
ways: the two ways through an ordered query, of which the shorter is taken: walk its order, or drive by the smallest condition and sort.
]]
-- how much shorter a walk has to be that is tried against what the sizes say
local TRIED = 4

local function strategy_of(state, phases, rest, turn)
  local ties = #state.request.order > 1
  local strategy = { name = 'walk', phases = phases, probes = rest, sorted = ties, ties = ties, turn = turn }
  if state.after then strategy.start = lib.query.cursor.start(state, phases, ties) end
  if state.from.behind then strategy.start = lib.query.cursor.behind(state, phases) end
  return strategy
end

-- a walk, unless drive(state) is shorter
function module.shorter(state, order, list, drive)
  local smallest_first = lib.query.estimate.smallest_first
  local phases, rest = lib.query.walk.of(order, list)
  rest = smallest_first(state, rest)
  -- where nothing has to be probed no way is shorter
  if state.from.strategy == 'walk' or #rest == 0 then return strategy_of(state, phases, rest, state.from.turn) end
  local total = lib.query.node.size(state, state.models[1].all)
  local turn = lib.query.estimate.turn(state, phases, rest, #rest == #list and rest or smallest_first(state, list), total)
  -- what a walk by distance has seen, one row does not tell
  local can_turn = order.op ~= 'distance'
  if turn.drive < math.min(turn.all, turn.needed * turn.price) then
    -- conditions that agree leave as many rows as the smallest: where that would be much shorter, a walk shows it before it turns
    if not can_turn or turn.drive < TRIED * turn.needed * turn.agreed then return drive(state) end
    turn.price = turn.agreed
  end
  return strategy_of(state, phases, rest, can_turn and turn or nil)
end
