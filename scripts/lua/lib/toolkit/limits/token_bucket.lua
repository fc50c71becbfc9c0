--[[
token_bucket: a STRING holds how many tokens are missing, and the microsecond of it; one comes back each window / rate.
]]
local function refill(limit, missing, at)
  return math.max(0, missing - math.max(0, limit.now - at) * limit.rate / limit.window)
end

local function set(limit, used)
  limit.used = used
  limit.reset = limit.now + used * limit.window / limit.rate
end

local function write(limit)
  if limit.used == 0 then return redis.call('DEL', limit.key) end
  local text = string.format('%.17g %d', limit.used, limit.now)
  redis.call('SET', limit.key, text, 'PXAT', math.ceil(limit.reset / 1000))
end

function module.read(limit)
  local stored = redis.call('GET', limit.key)
  if not stored then return set(limit, 0) end
  local missing, at = string.match(stored, '^(%S+) (%d+)$')
  set(limit, missing and refill(limit, tonumber(missing), tonumber(at)) or 0)
end

function module.add(limit, cost)
  set(limit, limit.used + cost)
  write(limit)
end

function module.wait(limit, cost) return (limit.used + cost - limit.capacity) * limit.window / limit.rate end

function module.take(limit, cost)
  set(limit, math.max(0, limit.used - cost))
  write(limit)
end
