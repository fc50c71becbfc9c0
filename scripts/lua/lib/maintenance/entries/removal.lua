--[[
removal: wrong entries go from the keys of indexes.
]]
local owners = lib.maintenance.entries.owners

-- taken out with the sizes that count it
function module.run(state, place, index, wrong)
  if #wrong == 0 then return end
  if index and index.kind == 'expiry' then
    -- with the leaf, where nothing else is in it
    for i = 1, #wrong do lib.layout.lifetimes.take(index.key, string.sub(place.key, #index.key + 2), wrong[i]) end
  elseif index and index.kind == 'unique' then
    lib.layout.counts.add(state, index.size, -redis.call('HDEL', place.key, unpack(wrong)))
  elseif owners.is_list(index, place.list) then lib.layout.posting.remove(state, place.list, wrong)
  else redis.call('ZREM', place.key, unpack(wrong)) end
end
