--[[
elements: read an array, a hash of its elements by index, in portions.
]]
-- unpack takes less than 8,000
module.CHUNK = 512

-- the elements from first to last, both included, CHUNK at most
function module.read(array, first, last)
  local indexes = {}
  for i = first, last do indexes[#indexes + 1] = i end
  return redis.call('HMGET', array, unpack(indexes))
end

-- call visit(first, portion) for all portions from first to last, until it returns something
function module.each(array, first, last, visit)
  for from = first, last, module.CHUNK do
    local found = visit(from, module.read(array, from, math.min(from + module.CHUNK - 1, last)))
    if found then return found end
  end
end
