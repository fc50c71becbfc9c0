--[[
places: what is stored as `longitude,latitude` in degrees, as a geohash of 52 bits and in its distance from others: both as GEOADD and
GEODIST have them. src/indexes/cells.ts has the grid as well, src/types/distance.ts the distance.
]]
local EARTH_RADIUS, LINES, RADIANS = 6372797.560856, 2 ^ 26, math.pi / 180

function module.of(stored)
  local longitude, latitude = string.match(stored, '^([^,]*),(.*)$')
  return tonumber(longitude), tonumber(latitude)
end

-- the outermost line belongs to the cell before it
local function line(degrees, limit) return math.min(math.floor((degrees + limit) / (2 * limit) * LINES), LINES - 1) end

-- 13 bits with a gap behind each
local function spread(bits)
  bits = bit.band(bit.bor(bits, bit.lshift(bits, 8)), 0x00FF00FF)
  bits = bit.band(bit.bor(bits, bit.lshift(bits, 4)), 0x0F0F0F0F)
  bits = bit.band(bit.bor(bits, bit.lshift(bits, 2)), 0x33333333)
  return bit.band(bit.bor(bits, bit.lshift(bits, 1)), 0x55555555)
end

function module.geohash(longitude, latitude)
  local x, y = line(longitude, 180), line(latitude, 85.05112878)
  local high = spread(math.floor(x / 8192)) * 2 + spread(math.floor(y / 8192))
  return high * LINES + spread(x % 8192) * 2 + spread(y % 8192)
end

-- metres along a great circle, by the haversine formula
function module.distance(a_longitude, a_latitude, b_longitude, b_latitude)
  local south, north = a_latitude * RADIANS, b_latitude * RADIANS
  local u, v = math.sin((north - south) / 2), math.sin((b_longitude * RADIANS - a_longitude * RADIANS) / 2)
  -- at the other side of the earth rounding goes beyond 1
  return 2 * EARTH_RADIUS * math.asin(math.min(1, math.sqrt(u * u + math.cos(south) * math.cos(north) * v * v)))
end
