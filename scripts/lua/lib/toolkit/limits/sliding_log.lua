--[[
sliding_log: a ZSET has an entry for each attempt that was let through, scored by the microsecond of it.

An entry is `total:cost`, the total being that of all costs up to it, so that the sum of any part of the log is a difference.
]]
local REMOVED_AT_ONCE = 1000
local function whole(number) return string.format('%d', number) end

local function entry(limit, rank)
  local found = redis.call('ZRANGE', limit.key, rank, rank, 'WITHSCORES')
  if not found[1] then return nil end
  local total, cost = string.match(found[1], '^(%d+):(%d+)$')
  return { member = found[1], total = tonumber(total), cost = tonumber(cost), at = tonumber(found[2]) }
end

function module.read(limit)
  limit.used, limit.reset, limit.old = 0, limit.now, 0
  limit.last = entry(limit, -1)
  limit.idle = not limit.last or limit.last.at <= limit.now - limit.window
  if limit.idle then return end
  limit.old = redis.call('ZCOUNT', limit.key, '-inf', limit.now - limit.window)
  local first = entry(limit, limit.old)
  limit.base = first.total - first.cost
  limit.used, limit.reset = limit.last.total - limit.base, limit.last.at + limit.window
end

function module.add(limit, cost)
  if limit.idle then redis.call('UNLINK', limit.key) end
  if limit.old > 0 then redis.call('ZREMRANGEBYRANK', limit.key, 0, math.min(limit.old, REMOVED_AT_ONCE) - 1) end
  local total = (limit.idle and 0 or limit.last.total) + cost
  -- entries are in the order of their times, whatever the clock does
  local at = limit.idle and limit.now or math.max(limit.now, limit.last.at + 1)
  redis.call('ZADD', limit.key, at, whole(total) .. ':' .. whole(cost))
  redis.call('PEXPIREAT', limit.key, math.ceil((at + limit.window) / 1000))
  limit.used, limit.reset = limit.used + cost, at + limit.window
end

-- until the first entries, whose costs make room, have left the window: a binary search for the last of them
function module.wait(limit, cost)
  local need = limit.base + limit.used + cost - limit.capacity
  local low, high = limit.old, redis.call('ZCARD', limit.key) - 1
  while low < high do
    local middle = math.floor((low + high) / 2)
    if entry(limit, middle).total >= need then high = middle else low = middle + 1 end
  end
  return entry(limit, low).at + limit.window - limit.now
end

function module.take(limit, cost)
  if cost >= limit.used then cost = redis.call('UNLINK', limit.key) * 0 end
  while cost > 0 do
    local last = entry(limit, -1)
    local left = math.max(0, last.cost - cost)
    redis.call('ZREM', limit.key, last.member)
    if left > 0 then redis.call('ZADD', limit.key, whole(last.at), whole(last.total - cost) .. ':' .. whole(left)) end
    cost = cost - last.cost + left
  end
  module.read(limit)
end
