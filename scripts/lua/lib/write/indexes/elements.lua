--[[
elements: the ids of each element of arrays in a list of their own; an entry is the name of a list, as `exact` has them of values.
]]
local exact = lib.write.indexes.exact

function module.entries(index, row)
  local stored = row[index.at[1]]
  if not stored then return nil end
  local names = lib.layout.elements.of(stored)
  for i = 1, #names do names[i] = exact.list_of(index, names[i]) end
  return names
end

module.put, module.take = exact.put, exact.take
