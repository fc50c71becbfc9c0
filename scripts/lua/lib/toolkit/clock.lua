--[[
clock: what time it is by the server, and when its keys end.
]]
-- PEXPIRETIME came with the release that tells scripts its number
local knows_ends = redis.REDIS_VERSION_NUM

function module.micros()
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end

function module.now() return math.floor(module.micros() / 1000) end

--[[ The millisecond at which a key that is there ends. ]]
function module.ends_at(key)
  if knows_ends then return redis.call('PEXPIRETIME', key) end
  return module.now() + redis.call('PTTL', key)
end

--[[ The first millisecond at which a key is not there any more; now where it is not there. A key stays for all of the last one of its ttl. ]]
function module.gone_at(key)
  local at = redis.call(knows_ends and 'PEXPIRETIME' or 'PTTL', key)
  if at < 0 then return module.now() end
  return (knows_ends and at or module.now() + at) + 1
end
