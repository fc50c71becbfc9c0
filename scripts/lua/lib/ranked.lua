--[[
ranked: sorted sets read by rank, which is how ranges keep their place while others write.

A node knows its ranks (low, high), both included. A position is the last member seen, with its score for the case that
the member is gone when the scan goes on.
]]
-- @include lib/ids
-- @include lib/nodes
local ranked = {}

-- @include lib/rank_bounds

-- the rank of the first member after a position, in the direction of the scan
local function resume(node, at, step)
  local rank = redis.call('ZRANK', node.key, at.member)
  if rank then return rank + step end
  local lexical = node.op ~= 'range'
  local first = lexical and redis.call('ZLEXCOUNT', node.key, '-', '(' .. at.member)
    or redis.call('ZCOUNT', node.key, '-inf', '(' .. at.score)
  if lexical then return step > 0 and first or first - 1 end
  -- members of the same score lie before and after the one that is gone
  local ties = redis.call('ZRANGEBYSCORE', node.key, at.score, at.score)
  for _, member in ipairs(ties) do
    if bytes.less(member, at.member) then first = first + 1 end
  end
  return step > 0 and first or first - 1
end

local function id_of(node, member)
  if node.op == 'posting' then return member end
  if node.op == 'lexical' then member = string.sub(member, string.find(member, '\0', 1, true) + 1) end
  return ids.of(model.integer, member)
end

function ranked.scan(node, at, count)
  ranked.resolve(node)
  local step = node.reverse and -1 or 1
  local first = at and resume(node, at, step) or (step > 0 and node.low or node.high)
  if first < node.low or first > node.high then return {}, nil end
  local last = step > 0 and math.min(first + count - 1, node.high) or math.max(first - count + 1, node.low)
  local members = redis.call('ZRANGE', node.key, math.min(first, last), math.max(first, last))
  local list, total = {}, #members
  for i = 1, total do list[i] = id_of(node, members[step > 0 and i or total - i + 1]) end
  local final = members[step > 0 and total or 1]
  local done = final == nil or last == (step > 0 and node.high or node.low)
  if done then return list, nil end
  return list, { member = final, score = node.op == 'range' and redis.call('ZSCORE', node.key, final) or nil }
end
