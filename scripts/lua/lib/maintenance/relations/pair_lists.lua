--[[
pair_lists: what the lists of many-to-many relations have wrong (see lib/write/links/sides.lua): an id of an entity that is gone, a
pair that the other side lacks, or that has no place in its order.
]]
local sides, posting, place_of = lib.write.links.sides, lib.layout.posting, lib.maintenance.relations.pair_places
local lists, list_keys = lib.maintenance.lists.ids, lib.maintenance.lists.keys

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

-- what the other model has there of another type goes now; what else is wrong with the list goes when that model is mended
local function mend(side, id, other)
  local name = sides.list(side.out, id)
  list_keys.drop_others(side.far, name)
  if list_keys.is_kept(side.far, name) then posting.add(side.far, name, { other }) end
  place_of.add(side, id, other)
end

-- one pair: the list here has `id`, for `other` there, false where it is not known
local function check(pair, id, tell, repairs)
  local side, other = pair.side, pair.other
  if not is_row(side.near, id) or other and not pair.is_there then
    tell('orphan', pair.list, id)
    if repairs then remove(side, pair.list, id, other) end
    return
  end
  if not other then return end
  local name = sides.list(side.out, id)
  if not lib.maintenance.presence.lists(side.far, name, other) then
    tell('missing', name, other)
    if repairs then mend(side, id, other) end
  end
  if not pair.order.has(id) then
    tell('missing', pair.order.name, id)
    if repairs then place_of.add(sides.flip(side), other, id) end
  end
end

-- the cursor of the next part; nil where the list is none of a relation
function module.check(set, state, place, tell, repairs)
  local side, other = module.side_of(set, state, place.list)
  if not side then return nil end
  local pair = { side = side, other = other, list = place.list, is_there = other and is_row(side.far, other) }
  pair.order = other and place_of.open(sides.flip(side), other)
  local ids, following = lists.read(state, place, tell, repairs)
  for _, id in ipairs(ids) do check(pair, id, tell, repairs) end
  return following
end
