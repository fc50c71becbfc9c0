--[[
joining: one pair of a many-to-many relation comes or goes, with its place at the other side.
]]
local pairs_of, orders, sides = lib.write.links.pairs, lib.write.links.orders, lib.write.links.sides

-- whether the entities can be linked; those that are not there are refused
function module.are_there(set, side, change)
  local model = side.far.model
  if not model.expiry then lib.write.references.look(set, model.row, change.ids) end
  for _, other in ipairs(change.ids) do
    if not lib.write.references.is_there(set, model.row .. other, model.expiry) then
      set:refuse('MISSING_REFERENCE', change.position, side.near.model.model, side.name, model.model, other, model.integer)
      return false
    end
  end
  return true
end

-- entities that are linked get other scores, and none comes
function module.rescore(set, side, change)
  for i, other in ipairs(change.ids) do
    if pairs_of.is_linked(set, side, change.id, other) then orders.append(set, side, change.id, other, change.numbers[i], change.words) end
  end
  return 0
end

-- the pair, and its place at the other side; 1 where it is new
function module.link(set, side, change, other)
  if not pairs_of.put(set, side, change.id, other, true) then return 0 end
  orders.append(set, sides.flip(side), other, change.id)
  return 1
end

function module.unlink(set, side, change, other)
  if not pairs_of.put(set, side, change.id, other, false) then return 0 end
  orders.remove(set, sides.flip(side), other, change.id)
  return 1
end
