--[[
list_sizes: the sizes of those of many lists of ids that are trees, as #counts has them (see lib/layout/counts.lua).
]]
local PART = 4000

-- in the order of the names; false for one that is a set
function module.of(model, names)
  if #names > 0 and #names <= PART then return redis.call('HMGET', model.counts, unpack(names)) end
  local sizes = {}
  for first = 1, #names, PART do
    local part = redis.call('HMGET', model.counts, unpack(names, first, math.min(first + PART - 1, #names)))
    for i = 1, #part do sizes[first + i - 1] = part[i] end
  end
  return sizes
end
