--[[
range: the scores of an index, each once, for an aggregate (see lib/query/aggregate/ties.lua).
]]
-- the next scores and how many ids have each, and the position after them
function module.read(state, node, at, count)
  local min = at and '(' .. at.score or node.min or '-inf'
  local list = redis.call('ZRANGEBYSCORE', node.key, min, node.max or '+inf', 'WITHSCORES', 'LIMIT', 0, count)
  local scores, times, last = {}, {}, 0
  for i = 2, #list, 2 do
    -- 0 and -0 are one score, of two texts
    if list[i] == scores[last] or last > 0 and list[i] + 0 == scores[last] + 0 then times[last] = times[last] + 1
    else
      last = last + 1
      scores[last], times[last] = list[i], 1
    end
  end
  state.spent = state.spent + 2 + #list / 4
  if #list < 2 * count then return scores, times, nil end
  times[last] = redis.call('ZCOUNT', node.key, scores[last], scores[last])
  return scores, times, { score = scores[last] }
end
