--[[
pairs: whether the two sides of many-to-many relations say the same, and whether containers belong to an entity. A pair that one side has,
and whose entities are there, is one.
]]
local counts = lib.layout.counts

-- problems as [what, name, id] of a part of a key, and the cursor of the next; none where it is not a key of a relation
function module.check(state, name, list, cursor, repairs)
  local set, problems = { states = { state } }, {}
  local function tell(what, where, id) problems[#problems + 1] = { what, where, id } end
  local following = lib.maintenance.pair_places.check(set, state, name, cursor, tell, repairs)
    or lib.maintenance.pair_lists.check(set, state, name, list, cursor, tell, repairs)
  if not following then lib.maintenance.owned.check(state, name, tell, repairs) end
  for _, each in ipairs(set.states) do
    if each.changed then counts.write(each) end
  end
  return problems, following or '0'
end
