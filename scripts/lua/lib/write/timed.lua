--[[
timed: entities come to the list of those that expire and go from it (see lib/layout/lifetimes.lua).
]]
local lifetimes = lib.layout.lifetimes

function module.remove(state)
  local list = state.untimed
  for i = 1, #list, 3 do lifetimes.remove(list[i], tonumber(list[i + 1]), list[i + 2].id) end
end

function module.add(state)
  local list = state.timed
  for i = 1, #list, 3 do lifetimes.add(list[i], tonumber(list[i + 1]), list[i + 2].id) end
end
