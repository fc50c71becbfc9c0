--[[
unique: value to id; an entry is a value.
]]
local push, single, joined = lib.write.groups.push, lib.write.entry.single, lib.write.entry.joined

-- of one field an entry is its value
module.part, module.is_single = 'holders', true

function module.entry(index, row) return (#index.at == 1 and single or joined)(index, row) end

-- the same function for one index
function module.entry_of(index) return #index.at == 1 and lib.write.entry.single_of(index) or joined end

function module.put(change, index, value) push(change.state, 'held', index, value, change, false) end
function module.take(change, index, value) push(change.state, 'freed', index, value) end
