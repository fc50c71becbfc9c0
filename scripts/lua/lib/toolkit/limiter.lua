--[[
limiter: one or several limits of one key, on the server's clock. Times are microseconds inside, milliseconds outside.
]]
local function ceil(micros) return math.ceil(micros / 1000) end

--[[ The limits that five arguments each describe, from ARGV[first] on: suffix of the key, algorithm, limit, window, capacity. ]]
function module.open(state, block, arguments, first)
  local time = redis.call('TIME')
  local now, blocked, limits = time[1] * 1000000 + time[2], redis.call('PTTL', block), {}
  for i = first, #arguments, 5 do
    -- with room for what the algorithm finds: a table that grows is made anew several times
    local limit = { key = state .. arguments[i], of = lib.toolkit.limits[arguments[i + 1]], now = now, rate = tonumber(arguments[i + 2]),
      window = arguments[i + 3] * 1000, capacity = tonumber(arguments[i + 4]), used = 0, reset = 0, ends = false, running = false }
    limit.of.read(limit)
    limits[#limits + 1] = limit
  end
  return { now = now, block = block, limits = limits, blocked = blocked > 0 and blocked or 0 }
end

-- the time that makes up for a token is rarely a whole number
local SLACK = 1e-6
function module.fits(limit, cost) return limit.used + cost <= limit.capacity + SLACK end

--[[ Count a cost in all limits when all have room for it; whether they had. ]]
function module.attempt(limiter, cost)
  if limiter.blocked > 0 then return false end
  local limits = limiter.limits
  for i = 1, #limits do
    if not module.fits(limits[i], cost) then return false end
  end
  for i = 1, #limits do limits[i].of.add(limits[i], cost) end
  return true
end

--[[ For each limit: whether it alone has room, what remains, ms until it has, ms since 1970 at which it is as new. ]]
function module.report(limiter, cost, allowed)
  local reply, limits, blocked = { allowed and 1 or 0 }, limiter.limits, limiter.blocked
  for i = 1, #limits do
    local limit, at = limits[i], 4 * i - 3
    local fits = allowed or blocked == 0 and module.fits(limit, cost)
    local wait = not fits and not module.fits(limit, cost) and ceil(limit.of.wait(limit, cost)) or 0
    reply[at + 1] = fits and 1 or 0
    reply[at + 2] = blocked > 0 and 0 or math.max(0, math.floor(limit.capacity - limit.used + SLACK))
    reply[at + 3] = fits and 0 or math.max(wait, blocked, 1)
    reply[at + 4] = math.max(ceil(limit.reset), blocked > 0 and ceil(limiter.now) + blocked or 0)
  end
  return reply
end
