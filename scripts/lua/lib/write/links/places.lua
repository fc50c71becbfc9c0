--[[
places: where an entity comes into a list that has each once: it leaves the place that it had.
]]
-- what stands at an index once the entity is out, or false beyond either end
function module.without(key, other, index)
  local gone = redis.call('LPOS', key, other, 'COUNT', 0)
  local at = index < 0 and redis.call('LLEN', key) - #gone + index or index
  if at < 0 then return false end
  for _, place in ipairs(gone) do
    if place <= at then at = at + 1 end
  end
  return redis.call('LINDEX', key, at)
end
