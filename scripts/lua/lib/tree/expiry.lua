--[[
expiry: nodes that go away by themselves, in a sorted set of paths by the time of it.
]]
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- paths whose time is over
function module.due(tree)
  if redis.call('EXISTS', tree.expiries) == 0 then return {} end
  tree.now = now()
  return redis.call('ZRANGEBYSCORE', tree.expiries, '-inf', tree.now)
end

-- let a node go away after some milliseconds; nil: never
function module.set(tree, path, ttl)
  if not ttl then return redis.call('ZREM', tree.expiries, path) == 1 end
  redis.call('ZADD', tree.expiries, string.format('%.0f', now() + ttl), path)
  return true
end

-- milliseconds until the first of some nodes goes away; -1: none does
function module.left(tree, paths)
  local first
  for _, path in ipairs(tree.now and paths or {}) do
    local score = redis.call('ZSCORE', tree.expiries, path)
    local time = score and tonumber(score)
    if time and (not first or time < first) then first = time end
  end
  return first and first - tree.now or -1
end
