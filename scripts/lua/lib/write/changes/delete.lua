--[[
delete: an entity and all its index entries; none is fine.
]]
function module.read(change) change.before = lib.write.rows.stored(change) end
