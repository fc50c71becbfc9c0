--[[
distance: order by how far a place is from another one, in metres.
]]
function module.key(state, stored, order)
  if not stored then return false end
  state.spent = state.spent + 2
  local longitude, latitude = lib.layout.places.of(stored)
  return lib.layout.places.distance(order.place[1], order.place[2], longitude, latitude)
end

function module.less(a, b) return a < b end
function module.parse(text) return tonumber(text) end
function module.text(key) return string.format('%.17g', key) end
