--[[
collect: runs a strategy until the page is full, the index is at its end or the budget is spent.

The budget is in steps of about a microsecond: one for an id that is read or probed, some six for a row. No more ids are read
at a time than what is left pays for, if all of them became rows; where a strategy asks for whole parts, than what a call pays for.
]]
module.LARGEST = 512
-- a leaf of a posting list is read in few parts at most; how long texts are shows in a first part
local LEAST = 128

local function price_of(state, strategy, row)
  local price = row
  for _, phase in ipairs(strategy.phases) do price = math.max(price, row + lib.query.node.price(state, phase)) end
  for _, probe in ipairs(strategy.probes) do price = price + lib.query.node.price(state, probe) end
  return price
end

local function affordable(state, price, wanted, whole)
  local request = state.request
  local least = math.min(LEAST, request.budget / price)
  local left = whole and request.budget or request.budget - state.spent
  local count = math.min(wanted, module.LARGEST, math.max(least, left / price))
  if request.batch then count = math.min(count, request.batch - state.found) end
  return math.max(1, math.floor(count))
end

-- the next ids of a strategy that pass its probes, and the position after them
local function step(state, strategy, at, count)
  local phase = at and at.phase or 1
  local list, following = lib.query.node.scan(state, strategy.phases[phase], at and at.at, count)
  for _, probe in ipairs(strategy.probes) do list = lib.query.node.keep(state, probe, list) end
  if following then return list, { phase = phase, at = following } end
  return list, phase < #strategy.phases and { phase = phase + 1 } or nil
end

-- take(list) tells whether there is enough; `row` is what an id costs that it takes
function module.run(state, strategy, wanted, row, take)
  local at, price = state.from.at or strategy.start, price_of(state, strategy, row)
  if strategy.sorted or price > row + 2 then wanted = math.min(wanted, LEAST) end
  repeat
    local before, count = state.spent, affordable(state, price, wanted, strategy.whole)
    local list, following = step(state, strategy, at, count)
    if state.stopped then return lib.query.scored.pin(at or { phase = 1 }) end
    state.memo = nil
    local steps = state.spent - before
    if take(list) or not following then return nil end
    if strategy.turn and lib.query.turning.turns(strategy, steps, #list) then return nil end
    at, wanted, price = following, wanted * 2, math.max(price, (state.spent - before) / count)
  until state.spent >= state.request.budget or state.found >= (state.request.batch or math.huge)
  return lib.query.scored.pin(at)
end

function module.count(state, strategy)
  local total = 0
  local at = module.run(state, strategy, module.LARGEST, 0, function(list)
    total = total + #list
    return state.request.mode == 'exists' and total > 0
  end)
  return total, at
end
