--[[
limiter: one or several limits of one key, on the server's clock. Times are microseconds inside, milliseconds outside.
]]
local function ceil(micros) return math.ceil(micros / 1000) end

--[[ The limits that five arguments each describe, from ARGV[first] on: suffix of the key, algorithm, limit, window, capacity. ]]
function module.open(state, block, arguments, first)
  local time = redis.call('TIME')
  local limiter = { now = time[1] * 1000000 + time[2], block = block, limits = {} }
  limiter.blocked = math.max(0, redis.call('PTTL', block))
  for i = first, #arguments, 5 do
    local limit = { key = state .. arguments[i], of = lib.toolkit.limits[arguments[i + 1]], now = limiter.now }
    limit.rate, limit.window = tonumber(arguments[i + 2]), tonumber(arguments[i + 3]) * 1000
    limit.capacity = tonumber(arguments[i + 4])
    limit.of.read(limit)
    limiter.limits[#limiter.limits + 1] = limit
  end
  return limiter
end

-- the time that makes up for a token is rarely a whole number
local SLACK = 1e-6
function module.fits(limit, cost) return limit.used + cost <= limit.capacity + SLACK end

--[[ Count a cost in all limits when all have room for it; whether they had. ]]
function module.attempt(limiter, cost)
  if limiter.blocked > 0 then return false end
  for _, limit in ipairs(limiter.limits) do
    if not module.fits(limit, cost) then return false end
  end
  for _, limit in ipairs(limiter.limits) do limit.of.add(limit, cost) end
  return true
end

--[[ For each limit: whether it alone has room, what remains, ms until it has, ms since 1970 at which it is as new. ]]
function module.report(limiter, cost, allowed)
  local reply = { allowed and 1 or 0 }
  local free = ceil(limiter.now) + limiter.blocked
  for _, limit in ipairs(limiter.limits) do
    local fits = allowed or limiter.blocked == 0 and module.fits(limit, cost)
    local wait = not fits and not module.fits(limit, cost) and ceil(limit.of.wait(limit, cost)) or 0
    reply[#reply + 1] = fits and 1 or 0
    reply[#reply + 1] = limiter.blocked > 0 and 0 or math.max(0, math.floor(limit.capacity - limit.used + SLACK))
    reply[#reply + 1] = fits and 0 or math.max(wait, limiter.blocked, 1)
    reply[#reply + 1] = math.max(ceil(limit.reset), limiter.blocked > 0 and free or 0)
  end
  return reply
end
