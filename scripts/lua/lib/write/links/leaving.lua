--[[
leaving: all pairs of an entity that is deleted go together. They are known to be there, and nobody asks what became of each.
]]
local sides, orders, entries, add_id = lib.write.links.sides, lib.write.links.orders, lib.write.batch.entries, lib.write.batch.notes.add_id

local function gone_of(state)
  state.entries = state.entries or entries.new(state)
  return state.entries.gone
end

local function forget_places(set, side, id, ids)
  local there = sides.flip(side)
  for i = 1, #ids do orders.remove(set, there, ids[i], id) end
end

-- `ids`: of the entities that one is linked to; its own order of them goes with what it owns
function module.forget(set, side, id, ids)
  local far, near, list, back = gone_of(side.far), gone_of(side.near), sides.list, side.back
  entries.give(far, list(side.out, id), ids)
  for i = 1, #ids do add_id(near, list(back, ids[i]), id) end
  if side.theirs then forget_places(set, side, id, ids) end
end
