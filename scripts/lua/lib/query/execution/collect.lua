--[[
collect: runs a strategy until the page is full, the index is at its end or the budget is spent.

The budget is in steps of about a microsecond: one for an id that is read or probed, some six for a row. Where they take longer, time ends it.
]]
local portions, clock = lib.query.execution.portions, lib.query.clock
module.LARGEST = portions.LARGEST

-- the next ids of a strategy that pass its probes, and the position after them
local function step(state, strategy, at, count)
  local phase = at and at.phase or 1
  local list, following = lib.query.node.scan(state, strategy.phases[phase], at and at.at, count)
  for _, probe in ipairs(strategy.probes) do list = lib.query.node.keep(state, probe, list) end
  if following then return list, { phase = phase, at = following } end
  return list, phase < #strategy.phases and { phase = phase + 1 } or nil
end

-- take(list) tells whether there is enough; `row` is what an id costs that it takes; read(), before the next part, does what its steps were spent for
function module.run(state, strategy, wanted, row, take, read)
  local at, price = state.from.at or strategy.start, portions.price(state, strategy, row)
  if strategy.sorted or price > row + 2 then wanted = math.min(wanted, portions.LEAST) end
  -- one list alone costs what its kind says
  strategy.costly = strategy.sorted or price > row + 3
  local seen, passed, room = 0, 0, math.huge
  wanted = portions.first(state, price, wanted)
  clock.start(state, price * wanted)
  repeat
    local before, count = state.spent, portions.affordable(state, strategy, price, wanted, room)
    local list, following = step(state, strategy, at, count)
    if state.stopped then return lib.query.access.scored.pin(at or { phase = 1 }) end
    state.memo = nil
    local steps = state.spent - before
    if take(list) or not following then return nil end
    if strategy.turn and lib.query.planning.turning.turns(state, strategy, following, steps, #list) then return nil end
    seen, passed = seen + count, passed + #list
    at, wanted, price = following, portions.following(strategy, wanted, seen, passed), math.max(price, (state.spent - before) / count)
    -- what reads whole parts ends where half of one more would be too much
    local ahead = strategy.whole and (state.spent - before) / 2 or 0
    if read then read() end
    clock.start(state, 0)
    room = clock.left(state)
  until state.spent + ahead >= state.request.budget or room <= portions.SHORTEST * price or state.found >= (state.request.batch or math.huge)
  return lib.query.access.scored.pin(at)
end

function module.count(state, strategy)
  local total = 0
  local at = module.run(state, strategy, module.LARGEST, 0, function(list)
    total = total + #list
    return state.request.mode == 'exists' and total > 0
  end)
  return total, at
end
