--[[
geo: ids scored by the geohashes of their places. There is one entry, whatever the score.
]]
local ordered, places = lib.write.indexes.ordered, lib.layout.places

module.part, module.put, module.take = ordered.part, ordered.put, ordered.take

function module.entry(index, row)
  local value = row[index.at[1]]
  if value then return '', string.format('%.0f', places.geohash(places.of(value))) end
end
