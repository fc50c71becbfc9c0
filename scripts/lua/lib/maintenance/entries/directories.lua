--[[
directories: keys that are read by the order of their members, which all have the score 0: of dictionaries (see lib/text/dictionary/store.lua) and of
times (lib/layout/lifetimes.lua).
]]
-- members of one call
local PART = 500

function module.has(model, key)
  for _, index in ipairs(model.indexes) do
    if key == index.dictionary or key == index.reversed or index.kind == 'expiry' and key == index.key then return true end
  end
  return false
end

local function check_range(place, low, high, tell, repairs)
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', place.key, low, high, 'LIMIT', 0, PART)) do
    tell('orphan', place.name .. ' ' .. member)
    if repairs then redis.call('ZADD', place.key, 0, member) end
  end
end

-- the cursor of the next part; nil where the key is none
function module.check(model, place, tell, repairs)
  if not module.has(model, place.key) then return nil end
  if lib.maintenance.shapes.check(place.key, 'zset', place.name, tell, repairs) then
    check_range(place, '-inf', '(0', tell, repairs)
    check_range(place, '(0', '+inf', tell, repairs)
  end
  return '0'
end
