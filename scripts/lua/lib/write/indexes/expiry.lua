--[[
expiry: when entities expire (see lib/layout/lifetimes.lua).
]]
local push = lib.write.groups.push

module.entry = lib.write.entry.single

function module.put(change, index, time) push(change.state, 'timed', index.key, time, change) end
function module.take(change, index, time) push(change.state, 'untimed', index.key, time, change) end
