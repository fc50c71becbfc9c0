--[[
positions: lists of positions of fields.
]]
-- each once, and whether one is among them
local function union(lists)
  local result, seen = {}, {}
  for _, list in ipairs(lists) do
    for _, at in ipairs(list) do if not seen[at] then result[#result + 1], seen[at] = at, true end end
  end
  return result, seen
end

module.union = union

-- the same as the members of a table; false for none
function module.members(positions)
  local _, seen = union({ positions })
  return #positions > 0 and seen
end

-- those that are in none of the lists
function module.without(positions, lists)
  local result, _, gone = {}, union(lists)
  for _, at in ipairs(positions) do if not gone[at] then result[#result + 1] = at end end
  return result
end
