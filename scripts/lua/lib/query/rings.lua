--[[
rings: the ids of places around one, by GEOSEARCH, which knows where they are to less than a metre; how far they are says what is stored.
]]
local places, lists = lib.layout.places, lib.query.lists
-- GEOSEARCH loses places beyond the edges of its grid where a search begins right at them
local EDGE, ROUNDING = 85.05, 0.5

-- where to search from: the same meridian, and what GEOSEARCH may be wrong by
local function centre_of(node)
  if not node.centre then
    local longitude, latitude = node.place[1] == 180 and -180 or node.place[1], math.max(-EDGE, math.min(EDGE, node.place[2]))
    local moved = places.distance(longitude, latitude, longitude, node.place[2])
    node.centre = { longitude, latitude, moved + ROUNDING }
  end
  return node.centre
end

local function distances_of(state, node, ids)
  local values, place = lists.values(state, node, ids), node.place
  for i = 1, #ids do
    local longitude, latitude = places.of(values[i] or '')
    values[i] = longitude and places.distance(place[1], place[2], longitude, latitude) or false
  end
  state.spent = state.spent + 2 * #ids
  return values
end

-- how far away the last of them is
local function last_of(distances)
  for i = #distances, 1, -1 do
    if distances[i] then return distances[i] end
  end
  return 0
end

-- the ids within a radius, no more than `count` of the nearest; how far they are; and up to where these are all
function module.read(state, node, radius, count)
  local centre = centre_of(node)
  local search = { node.key, 'FROMLONLAT', centre[1], centre[2], 'BYRADIUS', string.format('%.17g', radius + centre[3]), 'm', 'ASC' }
  if count then search[9], search[10] = 'COUNT', count end
  local members = redis.call('GEOSEARCH', unpack(search))
  for i = 1, #members do members[i] = lib.layout.id.of(node.model.integer, members[i]) end
  local distances = distances_of(state, node, members)
  state.spent = state.spent + 30 + #members
  if not count or #members < count then return members, distances, radius end
  -- what was left out is no nearer than the last, as far as GEOSEARCH knows; in millimetres, so that JSON keeps it
  return members, distances, math.min(radius, math.floor((last_of(distances) - 2 * centre[3]) * 1000) / 1000)
end
