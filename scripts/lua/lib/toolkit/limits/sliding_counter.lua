--[[
sliding_counter: a STRING holds the number of a window, what was counted in it, and in the one before, which counts for its part in reach.
]]
local clock = lib.toolkit.clock

--[[ The number of the window of now, what was counted in it, and in the one before. ]]
local function read(stored, now, window)
  local index = math.floor(now / window)
  if not stored then return index, 0, 0 end
  local number, current, previous = string.match(stored, '^(%d+) (%d+) (%d+)$')
  local age = index - number
  if age == 0 then return index, tonumber(current), tonumber(previous) end
  return index, 0, age == 1 and tonumber(current) or 0
end

local function forgotten_at(now, window, index, current, previous)
  local ends = current > 0 and (index + 2) * window or previous > 0 and (index + 1) * window or now
  return math.ceil(ends / 1000)
end

local function write(state, now, window, index, current, previous)
  local ends = forgotten_at(now, window, index, current, previous)
  redis.call('SET', state, string.format('%d %d %d', index, current, previous), 'PXAT', string.format('%d', ends))
  return ends
end

local function wait(now, window, index, current, previous, room)
  local rest = room - current
  -- what is counted now falls only in the next window
  if rest < 0 then index, previous, rest = index + 1, current, room end
  return math.ceil(((index + 1 - rest / previous) * window - now) / 1000)
end

function module.attempt(state, block, cost, _, window, capacity, counts)
  window = window * 1000
  local now, blocked = clock.micros(), redis.call('EXISTS', block) == 1
  local index, current, previous = read(redis.call('GET', state), now, window)
  local used = previous * (1 - (now / window - index)) + current
  local fits = used + cost <= capacity + 1e-6
  local allowed = fits and not blocked
  if allowed and counts then
    local ends = write(state, now, window, index, current + cost, previous)
    return true, math.floor(capacity - used - cost + 1e-6), 0, ends
  end
  local left = fits and 0 or wait(now, window, index, current, previous, capacity - cost)
  local ends = forgotten_at(now, window, index, current, previous)
  return allowed, math.max(0, math.floor(capacity - used + 1e-6)), left, ends, blocked
end

--[[ Add what may be below 0; then it is taken from this window first. ]]
function module.add(state, cost, _, window)
  window = window * 1000
  local now = clock.micros()
  local index, current, previous = read(redis.call('GET', state), now, window)
  local more = math.max(cost, -current)
  current, previous = current + more, math.max(0, previous + cost - more)
  if current + previous == 0 then redis.call('DEL', state) else write(state, now, window, index, current, previous) end
end

function module.take(state, cost, rate, window) module.add(state, -cost, rate, window) end
