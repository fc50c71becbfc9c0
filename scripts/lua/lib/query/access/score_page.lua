--[[
score_page: reads ids in the order of their scores, and gives the position after them (see lib/query/access/scored.lua).
]]
local function ids_of(node, members, backwards)
  local list, total, sub = {}, #members, string.sub
  if not backwards and not node.model.integer then return members end
  local at, step, cut = backwards and total or 1, backwards and -1 or 1, node.model.integer and 2 or 1
  for i = 1, total do
    list[i] = sub(members[at], cut)
    at = at + step
  end
  return list
end

-- from the end of an index no rank is needed
function module.first(node, count)
  local min, max = node.min or '-inf', node.max or '+inf'
  local members
  if node.reverse then members = redis.call('ZREVRANGEBYSCORE', node.key, max, min, 'LIMIT', 0, count)
  else members = redis.call('ZRANGEBYSCORE', node.key, min, max, 'LIMIT', 0, count) end
  return ids_of(node, members), #members == count and { member = members[count], scored = node.key } or nil
end

function module.from(node, at, count)
  local step = node.reverse and -1 or 1
  local low, high = lib.query.access.scored.ends(node)
  local first = lib.query.access.scored.next_rank(node, at, step)
  -- the bounds hold, wherever the position stands by now
  if step > 0 then first = math.max(first, low) else first = math.min(first, high) end
  local last = step > 0 and math.min(first + count - 1, high) or math.max(first - count + 1, low)
  if (last - first) * step < 0 then return {}, nil end
  local members = redis.call('ZRANGE', node.key, math.min(first, last), math.max(first, last))
  local following = { rank = last + step, member = members[step > 0 and #members or 1], scored = node.key }
  return ids_of(node, members, step < 0), last ~= (step > 0 and high or low) and following or nil
end
