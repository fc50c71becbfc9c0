--[[
turning: a walk that does not find its page in time, because conditions and order have to do with each other in a way that no size
tells, changes over to driving. What the walk has seen before this call stays answered (lib/query/planning/stood.lua).

turn   what a walk knows of itself. drive, all: the cost of driving, and of walking all there is. price: the steps that a row is thought
       to take; agreed: where all conditions have the same rows. needed: rows. walked, passed: steps and rows so far. trusted: steps
       before which it does not turn, since rows were seen ahead; 0 where none were. It goes along from slice to slice; a walk that the
       caller asked for has none.
]]
-- of what was seen ahead, after how much more a walk may turn
local LONGER = 1.25

-- how many rows as thought stand beside those that were found: fewer before a look ahead, which tells more than thoughts do
local function prior(turn) return (turn.needed < 4 or not turn.trusted) and 1 or 2 end

-- steps that a walk may still take before it turns, if no row passes meanwhile
function module.left(turn)
  local trust, missing = prior(turn), turn.needed - turn.passed
  if missing <= 0 then return math.huge end
  local left = turn.drive * (turn.passed + trust) / missing - trust * turn.price
  return math.max(left, turn.trusted or 0) - turn.walked
end

-- whether a first look ahead has the walk go on
local function goes_on(state, strategy, at)
  local turn, before = strategy.turn, state.spent
  if turn.trusted then return false end
  local steps = lib.query.planning.foresight.steps(state, strategy, at)
  turn.walked = turn.walked + state.spent - before
  turn.trusted = steps and turn.walked + LONGER * steps or 0
  return steps ~= false and module.left(turn) >= 0
end

-- whether a walk turns after so many steps more, in which so many rows passed; `at` is where it stands
function module.turns(state, strategy, at, steps, passed)
  local turn = strategy.turn
  turn.walked, turn.passed = turn.walked + steps, turn.passed + passed
  strategy.turned = module.left(turn) < 0 and turn.all - turn.walked > turn.drive and not goes_on(state, strategy, at)
  return strategy.turned
end
