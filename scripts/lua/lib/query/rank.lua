--[[
rank: where a scan of a sorted set goes on after a member, which may be gone by now.
]]
-- how many members stand before one that is gone
local function rank_of_gone(node, at)
  if node.op ~= 'range' then return redis.call('ZLEXCOUNT', node.key, '-', '(' .. at.member) end
  local rank = redis.call('ZCOUNT', node.key, '-inf', '(' .. at.score)
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', node.key, at.score, at.score)) do
    if lib.layout.bytes.less(member, at.member) then rank = rank + 1 end
  end
  return rank
end

-- the rank of the first member after a position, in the direction of the scan
function module.after(node, at, step)
  local rank = redis.call('ZRANK', node.key, at.member)
  if rank then return rank + step end
  local first = rank_of_gone(node, at)
  return step > 0 and first or first - 1
end
