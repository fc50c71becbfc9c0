--[[
pairs: whether the two sides of many-to-many relations say the same, and whether containers belong to an entity. A pair that one side has,
and whose entities are there, is one.
]]
local counts = lib.layout.counts

-- the cursor of the next part; place: see lib/maintenance/lists/ids.lua
function module.check(state, place, tell, repairs)
  local set = { states = { state } }
  local following = lib.maintenance.relations.pair_places.check(set, state, place, tell, repairs)
    or lib.maintenance.relations.pair_lists.check(set, state, place, tell, repairs)
  -- only a list of ids has parts of its own
  if not following and place.name ~= place.list then lib.maintenance.shapes.drop(place, tell, repairs)
  elseif not following then lib.maintenance.relations.owned.check(state, place.name, tell, repairs) end
  for _, each in ipairs(set.states) do
    if each ~= state and each.changed then counts.write(each) end
  end
  return following or '0'
end
