--[[
token_bucket: a STRING holds how many tokens are missing, and the microsecond of it; one comes back each window / rate.
]]
local clock = lib.toolkit.clock
-- the time that makes up for a token is rarely a whole number
local SLACK = 1e-6

local function missing(stored, now, rate, window)
  if not stored then return 0 end
  local tokens, at = string.match(stored, '^(%S+) (%d+)$')
  return math.max(0, tokens - math.max(0, now - at) * rate / (window * 1000))
end

local function full_at(now, used, rate, window) return math.ceil(now / 1000 + used * window / rate) end

local function write(state, now, used, rate, window)
  local full = full_at(now, used, rate, window)
  redis.call('SET', state, string.format('%.17g %d', used, now), 'PXAT', string.format('%d', full))
  return full
end

function module.attempt(state, block, cost, rate, window, capacity, counts)
  local now, stored = clock.micros(), redis.call('GET', state)
  local blocked = redis.call('EXISTS', block) == 1
  local used = missing(stored, now, rate, window)
  local fits = used + cost <= capacity + SLACK
  if blocked or not fits then
    local wait = fits and 0 or math.ceil((used + cost - capacity) * window / rate)
    return false, math.max(0, math.floor(capacity - used + SLACK)), wait, full_at(now, used, rate, window), blocked
  end
  if not counts then return true, math.floor(capacity - used + SLACK), 0, full_at(now, used, rate, window) end
  used = used + cost
  return true, math.floor(capacity - used + SLACK), 0, write(state, now, used, rate, window)
end

function module.add(state, cost, rate, window)
  local now = clock.micros()
  write(state, now, missing(redis.call('GET', state), now, rate, window) + cost, rate, window)
end

function module.take(state, cost, rate, window)
  local now = clock.micros()
  local used = missing(redis.call('GET', state), now, rate, window) - cost
  if used > 0 then write(state, now, used, rate, window) else redis.call('DEL', state) end
end
