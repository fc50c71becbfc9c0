--[[
area: ids whose place lies in a circle or a box. Ranges of geohashes cover it; the stored place decides.

A position is the range that is read, and where in it.
]]
module.PRICE = 5
local lists, places, range = lib.query.lists, lib.layout.places, lib.query.nodes.range

local function part(node, i)
  node.parts = node.parts or {}
  node.parts[i] = node.parts[i] or { op = 'range', key = node.key, model = node.model, min = node.ranges[i][1], max = node.ranges[i][2] }
  return node.parts[i]
end

-- those of the ranges: an area has no more
function module.size(state, node)
  local total = 0
  for i = 1, #node.ranges do total = total + range.size(state, part(node, i)) end
  state.spent = state.spent + #node.ranges
  return total
end

local function lies_between(west, east, longitude)
  if west <= east then return west <= longitude and longitude <= east end
  return west <= longitude or longitude <= east
end

local function is_in_box(box, longitude, latitude)
  if latitude < box[2] or latitude > box[4] then return false end
  -- 180 and -180 are one meridian
  return lies_between(box[1], box[3], longitude) or math.abs(longitude) == 180 and lies_between(box[1], box[3], -longitude)
end

function module.keep(state, node, list)
  local values, circle = lists.values(state, node, list), node.circle
  state.spent = state.spent + 2 * #list
  return lists.select(list, function(_, i)
    local longitude, latitude = places.of(values[i] or '')
    if not (longitude and latitude) then return false end
    if not circle then return is_in_box(node.box, longitude, latitude) end
    return places.distance(circle[1], circle[2], longitude, latitude) <= circle[3]
  end)
end

function module.scan(state, node, at, count)
  local i, inner, found, stop = at and at.range or 1, at and at.at, {}, state.spent + 500
  repeat
    local list
    list, inner = range.scan(state, part(node, i), inner, count - #found)
    for k = 1, #list do found[#found + 1] = list[k] end
    state.spent = state.spent + 3
    if not inner then i = i + 1 end
  until i > #node.ranges or #found >= count or state.spent > stop
  return module.keep(state, node, found), i <= #node.ranges and { range = i, at = inner } or nil
end
