--[[
delete: an entity and all its index entries; none is fine.
]]
function module.read(change, _, set)
  if set.exists(change) then change.before = lib.write.stored_row.read(change) end
end
