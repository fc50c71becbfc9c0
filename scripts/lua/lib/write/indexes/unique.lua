--[[
unique: value to id.
]]
local push, single, joined = lib.write.groups.push, lib.write.entry.single, lib.write.entry.joined

function module.entries(index, row) return (#index.at == 1 and single or joined)(index, row) end
function module.put(change, index, value) push(change.state, 'held', index, value, change, false) end
function module.take(change, index, value) push(change.state, 'freed', index, value) end
