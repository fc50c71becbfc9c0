--[[
density: how densely places lie around one, by the sizes of the cells of a geohash (see lib/layout/places.lua) around it.
]]
local places, number = lib.layout.places, lib.layout.id.text
local LEVELS, EQUATOR = 26, 40041455

local function size_at(key, hash, level)
  local size = 4 ^ (LEVELS - level)
  local first = hash - hash % size
  return redis.call('ZCOUNT', key, number(first), number(first + size - 1))
end

-- metres around a place within which about so many others lie: by the smallest cell that has them
function module.radius(state, key, place, count)
  local hash, low, high, found = places.geohash(place[1], place[2]), 0, LEVELS, nil
  while low < high do
    local middle = math.ceil((low + high) / 2)
    local size = size_at(key, hash, middle)
    state.spent = state.spent + 2
    if size >= count then low, found = middle, size else high = middle - 1 end
  end
  found = found or redis.call('ZCARD', key)
  -- cells are half as high as they are wide at the equator, and narrower towards the poles
  local area = EQUATOR ^ 2 / 2 * math.cos(math.rad(place[2])) / 4 ^ low
  return math.max(1, math.sqrt(math.max(1, count / math.max(1, found)) * area / math.pi))
end
