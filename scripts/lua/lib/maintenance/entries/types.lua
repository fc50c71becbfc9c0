--[[
types: keys of indexes of another type than they should be go, before anything else is mended: what is put in order in one key is written to
others as well.
]]
local owners, shapes, directories = lib.maintenance.entries.owners, lib.maintenance.shapes, lib.maintenance.entries.directories
local pair_places, pair_lists = lib.maintenance.relations.pair_places, lib.maintenance.relations.pair_lists

local function of_list(model, place)
  if not model.integer then return { zset = true } end
  return { set = true, zset = place.name == place.list }
end

local function of_pairs(state, place)
  local set = { states = { state } }
  local side = pair_places.side_of(set, state, place.name)
  if side then return { [pair_places.TYPES[side.kind]] = true } end
  return pair_lists.side_of(set, state, place.list) and of_list(state.model, place)
end

-- the types that a key may have; nil where it is of no index
local function of(state, place, index)
  local model = state.model
  if index == nil then return directories.has(model, place.key) and { zset = true } or of_pairs(state, place) end
  local is_list = owners.is_list(index, place.list)
  if index and index.kind == 'text' then is_list = string.sub(place.list, 1, #index.list) == index.list end
  return is_list and of_list(model, place) or { [shapes.type_of(model, index, place.name)] = true }
end

-- place: see lib/maintenance/lists/ids.lua
function module.mend(state, place, index)
  local types = of(state, place, index)
  if not types or types[redis.call('TYPE', place.key).ok] then return end
  redis.call('UNLINK', place.key)
  if place.name == place.list then lib.maintenance.lists.keys.forget(state, place.list) end
end
