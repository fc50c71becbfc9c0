--[[
rings: the ids of places around one, by GEOSEARCH, which knows where they are to less than a metre: where two come closer to each other
than that, or to an edge, what is stored says how far away they are.
]]
local places, lists, id_of = lib.layout.places, lib.query.lists, lib.layout.id.of
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

local function read_stored(state, node, ids, distances, unsure)
  local asked, place = {}, node.place
  for i = 1, #unsure do asked[i] = ids[unsure[i]] end
  local values = lists.values(state, node, asked)
  for i = 1, #unsure do
    local longitude, latitude = places.of(values[i] or '')
    if longitude then distances[unsure[i]] = places.distance(place[1], place[2], longitude, latitude) end
  end
  state.spent = state.spent + 3 * #unsure
end

-- ids, and how far away they are
local function resolve(state, node, found, reach, horizon)
  local slack, integer, ids, distances, unsure, last = node.centre[3], node.model.integer, {}, {}, {}, -math.huge
  for i = 1, #found do
    local distance = tonumber(found[i][2])
    ids[i], distances[i] = id_of(integer, found[i][1]), distance
    local is_close = distance - last <= 2 * slack
    if is_close and unsure[#unsure] ~= i - 1 then unsure[#unsure + 1] = i - 1 end
    if is_close or math.abs(distance - reach) <= slack or math.abs(distance - horizon) <= slack then unsure[#unsure + 1] = i end
    last = distance
  end
  if #unsure > 0 then read_stored(state, node, ids, distances, unsure) end
  return ids, distances
end

-- the ids within a radius, of many the `count` nearest; how far they are, where that is beyond `reach`; and up to where these are all
function module.read(state, node, reach, radius, count)
  local centre, horizon = centre_of(node), radius
  local search = { node.key, 'FROMLONLAT', centre[1], centre[2], 'BYRADIUS', string.format('%.17g', radius + centre[3]), 'm', 'ASC', 'WITHDIST' }
  if count then search[10], search[11] = 'COUNT', count end
  local found = redis.call('GEOSEARCH', unpack(search))
  if count and #found == count then
    -- what was left out is no nearer than the last; in millimetres, so that JSON keeps it
    horizon = math.min(radius, math.floor((found[count][2] - 2 * centre[3]) * 1000) / 1000)
  end
  local ids, distances = resolve(state, node, found, reach, horizon)
  state.spent = state.spent + 30 + 1.5 * #ids
  return ids, distances, horizon
end
