--[[
pair_lists: what the lists of many-to-many relations have wrong (see lib/write/links/sides.lua): an id of an entity that is gone, a
pair that the other side lacks, or that has no place in its order.
]]
local sides, posting, place_of = lib.write.links.sides, lib.layout.posting, lib.maintenance.pair_places

local function is_row(state, id) return redis.call('TYPE', state.model.row .. id).ok == 'hash' end

-- the side of the model that a list belongs to, and the id there, which the name of a list may hide
function module.side_of(set, state, list)
  for _, side in ipairs(sides.of(set, state)) do
    local mark = string.sub(list, 1, #side.back) == side.back and string.sub(list, #side.back + 1, #side.back + 1)
    if mark == ':' or mark == '/' then return side, mark == ':' and string.sub(list, #side.back + 2) end
  end
end

local function remove(side, list, id, other)
  posting.remove(side.near, list, { id })
  if other then place_of.remove(sides.flip(side), other, id) end
end

local function mend(side, id, other)
  posting.add(side.far, sides.list(side.out, id), { other })
  place_of.add(side, id, other)
end

-- one pair: the list here has `id`, for `other` there, false where it is not known
local function check(place, id, tell, repairs)
  local side, other = place.side, place.other
  if not is_row(side.near, id) or other and not place.is_there then
    tell('orphan', place.list, id)
    if repairs then remove(side, place.list, id, other) end
    return
  end
  if not other then return end
  local name = sides.list(side.out, id)
  if not posting.has(side.far, name, other) then
    tell('missing', name, other)
    if repairs then mend(side, id, other) end
  end
  if not place.order.has(id) then
    tell('missing', place.order.name, id)
    if repairs then place_of.add(sides.flip(side), other, id) end
  end
end

-- the cursor of the next part; nil where the list is none of a relation
function module.check(set, state, name, list, cursor, tell, repairs)
  local side, other = module.side_of(set, state, list)
  if not side then return nil end
  local place = { side = side, other = other, list = list, is_there = other and is_row(side.far, other) }
  place.order = other and place_of.open(sides.flip(side), other)
  local entries, following = lib.maintenance.pieces.read(state, name, list, cursor, false)
  for _, entry in ipairs(entries) do check(place, entry[1], tell, repairs) end
  return following
end
