--[[
log: the entries of a sliding log, a ZSET whose members are `at:total:cost`, scored by `at`, their microseconds.

The total is that of all costs up to the entry, so that the sum of any part of the log is a difference. The time stands in the member as
well since a score that is read costs as much as the entry itself.
]]
local format, match = string.format, string.match

--[[ Of the entry at a rank: the total, the cost, the time. ]]
function module.entry(state, rank)
  local found = redis.call('ZRANGE', state, rank, rank)[1]
  if not found then return nil end
  local at, total, cost = match(found, '^(%d+):(%d+):(%d+)$')
  return total + 0, cost + 0, at + 0
end

function module.put(state, at, total, cost)
  local score = format('%d', at)
  redis.call('ZADD', state, score, format('%s:%d:%d', score, total, cost))
end

--[[ The total at the last entry, and before the first that is younger than `cut`; how many are older; the time of the last. ]]
function module.read(state, cut)
  local total, _, last = module.entry(state, '-1')
  -- what is all over begins anew
  if not total or last <= cut then return 0, 0, 0 end
  local first, cost, at = module.entry(state, '0')
  if at > cut then return total, first - cost, 0, last end
  local old = redis.call('ZCOUNT', state, '-inf', cut)
  first, cost = module.entry(state, old)
  return total, first - cost, old, last
end

--[[ The time of the first entry, from the rank `low` on, up to which the total is at least `need`: a binary search. ]]
function module.time_of(state, low, need)
  local high = redis.call('ZCARD', state) - 1
  while low < high do
    local middle = math.floor((low + high) / 2)
    if module.entry(state, middle) >= need then high = middle else low = middle + 1 end
  end
  local _, _, at = module.entry(state, low)
  return at
end

--[[ Take a cost away from the last entries. ]]
function module.shorten(state, cost)
  while cost > 0 do
    local total, counted, at = module.entry(state, -1)
    local left = math.max(0, counted - cost)
    redis.call('ZREMRANGEBYRANK', state, -1, -1)
    if left > 0 then module.put(state, at, total - cost, left) end
    cost = cost - counted + left
  end
end
