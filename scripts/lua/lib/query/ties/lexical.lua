--[[
lexical: the texts of an index, each once, for an aggregate (see lib/query/aggregate/ties.lua).
]]
-- the next values and how many ids have each, and the position after them
function module.read(state, node, at, count)
  local min = at and '(' .. at.escaped .. '\1' or node.min
  local members, following = lib.query.access.byte_order.scan(state, { key = node.key, min = min, max = node.max }, nil, count)
  local values, times, last, escaped = {}, {}, 0, nil
  for i = 1, #members do
    local value = string.sub(members[i], 1, string.find(members[i], '\0', 1, true) - 1)
    if value == escaped then times[last] = times[last] + 1
    else
      last, escaped = last + 1, value
      values[last], times[last] = lib.layout.lexical.unescape(value), 1
    end
  end
  if not following then return values, times, nil end
  times[last] = redis.call('ZLEXCOUNT', node.key, '[' .. escaped .. '\0', '(' .. escaped .. '\1')
  return values, times, { escaped = escaped }
end
