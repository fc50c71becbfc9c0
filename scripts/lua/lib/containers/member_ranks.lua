--[[
member_ranks: the ranks between two members of a sorted set, both included.
]]
local missing = {}

local function rank(set, member, otherwise)
  if member == '' then return otherwise end
  return redis.call('ZRANK', set, string.sub(member, 2)) or missing
end

-- from, to: '=' and the member, or an empty string for the end of the set
function module.between(set, from, to)
  local first, last = rank(set, from, 0), rank(set, to, -1)
  if first == missing then return nil, nil, redis.error_reply('NO_MEMBER ["from"]') end
  if last == missing then return nil, nil, redis.error_reply('NO_MEMBER ["to"]') end
  return first, last
end
