--[[
portions: how many ids a strategy reads at a time.

No more than what is left of the budget pays for, if all of them became rows; where a strategy asks for whole parts, than what a call pays for.
]]
module.LARGEST = 512
-- a leaf of a posting list is read in few parts at most; how long texts are shows in a first part
module.LEAST = 128
-- what ids cost that are probed or sorted is known too late for a large part at the end: no more than so much of a budget goes beyond it
local BEYOND = 10
-- fewer are not asked of a tree by leaf (lib/query/access/posting_leaves.lua)
local RUN = 64
-- a read of fewer costs more than what they are
module.SHORTEST = 16

-- steps that an id takes which becomes a row
function module.price(state, strategy, row)
  local price = row
  for _, phase in ipairs(strategy.phases) do price = math.max(price, row + lib.query.node.price(state, phase)) end
  for _, probe in ipairs(strategy.probes) do price = price + lib.query.node.price(state, probe) end
  return price
end

-- a first part shows how long its steps take
function module.first(state, price, wanted) return math.min(wanted, math.max(module.LEAST, state.request.budget / 4 / price)) end

-- `room`: the steps that there is time for
function module.affordable(state, strategy, price, wanted, room)
  local request, whole = state.request, strategy.whole
  local most = request.budget / price
  local least = math.min(module.LEAST, most)
  if strategy.costly then least = math.min(least, math.max(strategy.sorted and 0 or RUN, most / BEYOND)) end
  local left = whole and request.budget or request.budget - state.spent
  local count = math.min(wanted, module.LARGEST, math.max(least, left / price), math.max(module.SHORTEST, room / price))
  if request.batch then count = math.min(count, request.batch - state.found) end
  return math.max(1, math.floor(count))
end

-- twice as many as before; of a walk no more than what is missing to its page takes at the rate at which ids passed, or than show that it is
-- too long
function module.following(strategy, wanted, read, passed)
  local turn, most = strategy.turn, wanted * 2
  if not turn or turn.passed >= turn.needed then return most end
  if passed > 0 then most = math.min(most, 1.25 * (turn.needed - turn.passed) * read / passed) end
  return math.max(module.SHORTEST, math.min(most, lib.query.planning.turning.left(turn) / turn.entry + 1))
end
