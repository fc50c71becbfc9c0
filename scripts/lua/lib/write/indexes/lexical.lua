--[[
lexical: texts in byte order, each with the id behind it.
]]
local sorted, beginning = lib.write.sorted, lib.layout.lexical.beginning

module.entries = lib.write.entry.single

function module.put(change, index, value) sorted.put(change, index.key, 0, beginning(value)) end
function module.take(change, index, value) sorted.take(change, index.key, beginning(value)) end
