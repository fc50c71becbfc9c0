--[[
thin: a hold that nobody waits for is one STRING, `token fence life permits owner`, which goes away when the hold ends.

life  the ms from its beginning to its end; `@` and the ms of its beginning where it does not end
As soon as somebody else comes it becomes a hold like all others: see state (after Bacon et al., Thin Locks, 1998).
]]
local clock, fences = lib.toolkit.clock, lib.toolkit.gate.fence
local FORM = '^(%S+) (%S+) (%S+) (%S+) (.*)$'
local function whole(number) return string.format('%d', number) end

--[[ The text of a thin hold, false where there is none. MGET finds strings only. ]]
function module.text(held) return redis.call('MGET', held)[1] end

function module.belongs(text, token) return text and string.sub(text, 1, #token + 1) == token .. ' ' end

--[[ Its token, fence, permits, owner; since when, and until when. ]]
function module.read(held, text)
  local token, fence, life, permits, owner = string.match(text, FORM)
  local forever = string.match(life, '^@(.*)$')
  if forever then return token, fence, permits, owner, forever, 'inf' end
  local ends = clock.ends_at(held)
  return token, fence, permits, owner, whole(ends - life), whole(ends)
end

--[[ Let it end `ttl` ms from now, with a fence of at least `least`; when that is. ]]
function module.extend(held, fence_key, ttl, least, text)
  local token, fence, permits, owner, since = module.read(held, text)
  if least > tonumber(fence) then fence = fences.raise(fence_key, least) end
  local ends = ttl and clock.now() + ttl
  local life = ends and whole(ends - since) or '@' .. since
  text = table.concat({ token, fence, life, permits, owner }, ' ')
  if ends then redis.call('SET', held, text, 'PXAT', whole(ends)) else redis.call('SET', held, text) end
  return ends and whole(ends) or 'inf'
end

--[[ Make it a hold like all others. ]]
function module.inflate(held)
  local text = module.text(held)
  if not text then return end
  local token, fence, permits, owner, since, ends = module.read(held, text)
  redis.call('DEL', held)
  redis.call('ZADD', held, ends, token)
  redis.call('HSET', held .. ':records', token, cjson.encode({ permits, '', '', owner, since, fence, ends }), '#used', permits)
end
