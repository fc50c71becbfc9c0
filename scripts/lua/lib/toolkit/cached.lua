--[[
cached: the value of a cache, beside those who load it.
]]
-- longer than any load takes; whoever has been overtaken takes it away
local KEPT = 600000

-- who holds the gate: see lib.toolkit.gate.thin, lib.toolkit.gate.state; MGET finds strings only
local function loader_of(load)
  local text = redis.call('MGET', load)[1]
  return text and string.match(text, '^%S+') or redis.call('ZRANGE', load, 0, 0)[1]
end

--[[ Let what is being loaded not be kept: it is older than what is done now. ]]
function module.overtake(load, changed)
  if redis.call('EXISTS', load) == 0 then return end
  local token = loader_of(load)
  if token then redis.call('SET', changed, token, 'PX', KEPT) end
end

--[[ Keep a value, and tell those who have it in their process. ]]
function module.keep(entry, value, ttl, channel, message)
  if ttl == '0' then redis.call('SET', entry, value) else redis.call('SET', entry, value, 'PX', ttl) end
  return redis.call('PUBLISH', channel, message)
end
