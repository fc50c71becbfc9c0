--[[
scored: where a scan of ids by their scores stands.

Within a call a position is the rank that comes next. Between calls it is the last member seen and its score: the member may
have gone, or have another score by now, and the scan goes on where it stood.
]]
local function complement(bound)
  if string.sub(bound, 1, 1) == '(' then return string.sub(bound, 2) end
  return '(' .. bound
end

-- the first and the last rank of a range
function module.ends(node)
  if not node.low then
    node.low = node.min and redis.call('ZCOUNT', node.key, '-inf', complement(node.min)) or 0
    node.high = redis.call('ZCOUNT', node.key, '-inf', node.max or '+inf') - 1
  end
  return node.low, node.high
end

-- of the members of one score, which have the ranks from first to last, how many ranks are before a member
local function rank_in_tie(node, member, first, last)
  while first < last do
    local middle = math.floor((first + last) / 2)
    if lib.layout.bytes.less(redis.call('ZRANGE', node.key, middle, middle)[1], member) then first = middle + 1 else last = middle end
  end
  return first
end

local function rank_after(node, at, step)
  local rank = redis.call('ZRANK', node.key, at.member)
  if rank and (not at.score or tonumber(redis.call('ZSCORE', node.key, at.member)) == tonumber(at.score)) then return rank + step end
  local first = redis.call('ZCOUNT', node.key, '-inf', '(' .. at.score)
  rank = rank_in_tie(node, at.member, first, redis.call('ZCOUNT', node.key, '-inf', at.score))
  return step > 0 and rank or rank - 1
end

-- the rank where a scan goes on
function module.next_rank(node, at, step) return at.rank or rank_after(node, at, step) end

-- a position as it leaves the call
function module.pin(at)
  if at.scored then at.score = redis.call('ZSCORE', at.scored, at.member) end
  at.scored, at.rank = nil, nil
  if at.at then module.pin(at.at) end
  return at
end
