--[[
thin: a hold that nobody waits for is one STRING, `token fence since ends permits owner`, which goes away when the hold ends.

As soon as somebody else comes it becomes a hold like all others: see state (after Bacon et al., Thin Locks, 1998).
]]
local FORM = '^(%S+) (%S+) (%S+) (%S+) (%S+) (.*)$'

local function put(held, token, fence, since, ends, permits, owner)
  local text = token .. ' ' .. fence .. ' ' .. since .. ' ' .. ends .. ' ' .. permits .. ' ' .. owner
  if ends == 'inf' then redis.call('SET', held, text) else redis.call('SET', held, text, 'PXAT', ends) end
end

--[[ Whether nobody holds anything here, nor waits. ]]
function module.is_free(held) return redis.call('EXISTS', held, held .. ':records') == 0 end

--[[ Take what is free; the time of it, and when the hold ends. ]]
function module.take(held, fence, now, token, permits, ttl, owner)
  local since = string.format('%d', now)
  local ends = ttl == '' and 'inf' or string.format('%d', now + ttl)
  put(held, token, fence, since, ends, permits, owner)
  return since, ends
end

--[[ The text of a thin hold, false where there is none. MGET finds strings only. ]]
function module.text(held) return redis.call('MGET', held)[1] end

--[[ Its token, fence, since, ends, permits, owner. ]]
function module.parts(text) return string.match(text, FORM) end

function module.belongs(text, token) return text and string.sub(text, 1, #token + 1) == token .. ' ' end

--[[ Let it end `ttl` ms from now, with a fence of at least `least`; when that is. ]]
function module.extend(held, fence_key, now, ttl, least, text)
  local token, fence, since, _, permits, owner = module.parts(text)
  if least > tonumber(fence) then fence = lib.toolkit.gate.fence.raise(fence_key, least) end
  local ends = ttl and string.format('%d', now + ttl) or 'inf'
  put(held, token, fence, since, ends, permits, owner)
  return ends
end

--[[ Make it a hold like all others. ]]
function module.inflate(held)
  local text = module.text(held)
  if not text then return end
  local token, fence, since, ends, permits, owner = module.parts(text)
  redis.call('DEL', held)
  redis.call('ZADD', held, ends, token)
  redis.call('HSET', held .. ':records', token, cjson.encode({ permits, '', '', owner, since, fence, ends }), '#used', permits)
end
