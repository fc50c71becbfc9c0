--[[
best_ids: the entities that may have all of some terms (see lib/text/best.lua), in the order of their ids.
]]
-- ids of a rare one, or those that all lists have
function module.of(entries)
  local keys, least = {}, nil
  for i = 1, #entries do
    local ids = entries[i].ids
    if ids and (not least or #ids < #least) then least = ids end
    keys[i] = entries[i].key
  end
  local list = {}
  for i = 1, least and #least or 0 do list[i] = lib.layout.id.text(least[i]) end
  if least then return list end
  list = #keys == 1 and redis.call('SMEMBERS', keys[1]) or redis.call('SINTER', unpack(keys))
  -- sets of few small ids give them in their order
  lib.layout.ascending.sort(list)
  return list
end
