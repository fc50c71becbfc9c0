--[[
member_ranks: the ranks between two members of a sorted set.
]]
local missing = {}

-- inwards: what a member that is not included adds to its rank
local function rank(set, bound, otherwise, inwards)
  if bound == '' then return otherwise end
  local found = redis.call('ZRANK', set, string.sub(bound, 2))
  if not found then return missing end
  return string.sub(bound, 1, 1) == '(' and found + inwards or found
end

-- from, to: '=' or '(' and the member, or an empty string for the end of the set
function module.between(set, from, to)
  local first = rank(set, from, 0, 1)
  local last = rank(set, to, redis.call('ZCARD', set) - 1, -1)
  if first == missing then return nil, nil, redis.error_reply('NO_MEMBER ["from"]') end
  if last == missing then return nil, nil, redis.error_reply('NO_MEMBER ["to"]') end
  return first, last
end
