--[[
pair_places: the lists and sorted sets in which sides of many-to-many relations keep their entities, against the pairs.
]]
local sides, presence = lib.write.links.sides, lib.maintenance.presence
local try = lib.maintenance.shapes.try
local TYPES = { list = 'list', sortedSet = 'zset' }
module.TYPES = TYPES
-- elements of one call
local PART = 500

-- what a side has of an entity: `has` an id, and its name for messages; everything where the side keeps no order, or somebody keeps
-- something else there
function module.open(side, id)
  local key = side.own and side.own .. id
  local kind = key and redis.call('TYPE', key).ok
  if kind ~= 'none' and kind ~= TYPES[side.kind] then return { has = function() return true end } end
  local name, known = string.sub(key, #side.near.model.key + 2), {}
  if side.kind == 'sortedSet' then return { name = name, has = function(other) return redis.call('ZSCORE', key, other) end } end
  for _, other in ipairs(redis.call('LRANGE', key, 0, -1)) do known[other] = true end
  return { name = name, has = function(other) return known[other] end }
end

function module.add(side, id, other)
  if module.open(side, id).has(other) then return end
  if side.kind == 'list' then redis.call('RPUSH', side.own .. id, other) else redis.call('ZADD', side.own .. id, 0, other) end
end

function module.remove(side, id, other)
  if not side.own then return end
  if side.kind == 'list' then try(redis.call, 'LREM', side.own .. id, 0, other) else try(redis.call, 'ZREM', side.own .. id, other) end
end

-- the side that keeps an order at the key of a name, its id there, and the key
function module.side_of(set, state, name)
  local key = state.model.key .. '#' .. name
  for _, side in ipairs(sides.of(set, state)) do
    if side.own and string.sub(key, 1, #side.own) == side.own then return side, string.sub(key, #side.own + 1), key end
  end
end

-- the cursor of the next part; nil where the key is of no such side
function module.check(set, state, place, tell, repairs)
  local side, id, key = module.side_of(set, state, place.name)
  if not side then return nil end
  if not lib.maintenance.shapes.check(key, TYPES[side.kind], place.name, tell, repairs) then return '0' end
  local from, list, kept = tonumber(place.cursor), sides.list(side.out, id), 0
  local is_there = redis.call('TYPE', side.near.model.row .. id).ok == 'hash'
  local part = redis.call(side.kind == 'list' and 'LRANGE' or 'ZRANGE', key, from, from + PART - 1)
  for _, other in ipairs(part) do
    if is_there and presence.lists(side.far, list, other) then kept = kept + 1
    else
      tell('orphan', place.name, other)
      if repairs then module.remove(side, id, other) else kept = kept + 1 end
    end
  end
  return #part == PART and lib.layout.id.text(from + kept) or '0'
end
