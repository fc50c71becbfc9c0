--[[
lexical: texts in byte order, each with the id behind it; an entry is what its member begins with.
]]
local sorted, beginning, single = lib.write.sorted, lib.layout.lexical.beginning, lib.write.entry.single

module.part = 'sorted'

function module.entry(index, row)
  local value = single(index, row)
  if value then return beginning(value), 0 end
end

function module.put(change, index, entry, score) sorted.put(change, index.key, score, entry) end
function module.take(change, index, entry) sorted.take(change, index.key, entry) end
