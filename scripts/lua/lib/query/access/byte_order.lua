--[[
byte_order: sorted sets whose members all have score 0, read in byte order. A position is the member seen last.
]]
function module.size(node)
  if not node.min and not node.max then return redis.call('ZCARD', node.key) end
  return redis.call('ZLEXCOUNT', node.key, node.min or '-', node.max or '+')
end

function module.scan(state, node, at, count)
  local min, max = node.min or '-', node.max or '+'
  if at and node.reverse then max = '(' .. at.member elseif at then min = '(' .. at.member end
  local members
  if node.reverse then members = redis.call('ZREVRANGEBYLEX', node.key, max, min, 'LIMIT', 0, count)
  else members = redis.call('ZRANGEBYLEX', node.key, min, max, 'LIMIT', 0, count) end
  local size = 0
  for i = 1, #members do size = size + #members[i] end
  state.spent = state.spent + 1 + #members + size / 1000
  return members, #members == count and { member = members[count] } or nil
end

-- the position behind so many of its members
function module.skip(node, count)
  local below = 0
  if node.reverse then
    if node.max then below = redis.call('ZCARD', node.key) - redis.call('ZLEXCOUNT', node.key, '-', node.max) end
    return { member = redis.call('ZREVRANGE', node.key, below + count - 1, below + count - 1)[1] }
  end
  if node.min then below = redis.call('ZCARD', node.key) - redis.call('ZLEXCOUNT', node.key, node.min, '+') end
  return { member = redis.call('ZRANGE', node.key, below + count - 1, below + count - 1)[1] }
end

-- the position so many of its members behind another one; none where that has gone
function module.further(node, at, count)
  local rank = redis.call(node.reverse and 'ZREVRANK' or 'ZRANK', node.key, at.member)
  local member = rank and redis.call(node.reverse and 'ZREVRANGE' or 'ZRANGE', node.key, rank + count, rank + count)[1]
  return member and { member = member }
end
