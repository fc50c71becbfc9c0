--[[
clock: the time that a call has left. A step takes a microsecond, and longer on a slow server, or where what is read lies far apart in a memory
that is much larger than what the processor has at hand: then time ends a call before its steps are spent.

The time is that of the processor, which no other program makes longer, where servers tell it to scripts (os.clock: Redis 7.4, Valkey 8). Redis 7.0 has
TIME instead. Where neither goes on within a script, or the user may not ask, steps alone count.
]]
-- microseconds of a call; which part of its steps it has whatever the time is; steps from which on a look is worth its own time, and of which a
-- caller may be content with as many
local MOST, PART, WORTH, SMALL = 4200, 2, 400, 1000

local function seconds() return os.clock() end
-- a name that is not there costs an error, each time
local has_seconds = pcall(seconds)
local function by_server() return redis.call('TIME') end

-- in microseconds, nil where there is none
local function now()
  if has_seconds then return seconds() * 1000000 end
  local known, time = pcall(by_server)
  return known and time[1] * 1000000 + time[2] or nil
end

-- from here on time is measured; what was done before took what it should
function module.start(state, ahead)
  if state.began == nil and state.spent + ahead > WORTH and state.request.budget >= SMALL then
    state.began, state.measured, state.looked = now() or false, state.spent, state.spent
  end
end

-- the steps that the time is enough for, at the rate at which it went
function module.left(state)
  local steps = state.began and state.spent - state.measured or 0
  if steps <= 0 then return math.huge end
  local time = now() - state.began
  local least = state.request.budget / PART - state.spent
  state.gone = state.measured + time
  return math.max(least, (MOST - state.owed - state.gone) * steps / math.max(time, 1))
end

-- whether a call that reads one after the other has to end, by its steps or by the time; a look now and then
function module.is_over(state, most)
  if state.spent >= most or state.over then return true end
  module.start(state, 0)
  if not state.began or state.spent - state.looked < WORTH then return false end
  state.looked, state.over = state.spent, module.left(state) <= 0
  return state.over
end
