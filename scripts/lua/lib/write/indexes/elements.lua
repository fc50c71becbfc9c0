--[[
elements: the ids of each element of arrays in a list of their own, as `exact` has them of values.
]]
local exact = lib.write.indexes.exact

function module.entries(index, row)
  local stored = row[index.at[1]]
  return stored and lib.layout.elements.of(stored)
end

module.put, module.take = exact.put, exact.take
