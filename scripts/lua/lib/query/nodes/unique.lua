--[[
unique: the holders of unique values. A position counts the values that were looked up.
]]
module.PRICE = 3
function module.size(_, node) return #node.values end

local function buckets_of(node)
  if not node.total then node.total = tonumber(redis.call('HGET', node.model.counts, node.buckets) or 1) end
  return node.total
end

function module.scan(state, node, at, count)
  local list, first = {}, at and at.seen + 1 or 1
  local last = math.min(first + count - 1, #node.values)
  for i = first, last do
    list[#list + 1] = lib.layout.buckets.holder(node.key, node.values[i], buckets_of(node)) or nil
  end
  -- a digest and a look into its bucket
  state.spent = state.spent + 1 + 6.7 * (last - first + 1)
  return list, last < #node.values and { seen = last } or nil
end

-- the entity's own value tells as well
function module.keep(state, node, list)
  if not node.set then
    node.set = {}
    for _, value in ipairs(node.values) do node.set[value] = true end
  end
  local values = lib.query.lists.values(state, node, list)
  return lib.query.lists.select(list, function(_, i) return values[i] and node.set[values[i]] end)
end
