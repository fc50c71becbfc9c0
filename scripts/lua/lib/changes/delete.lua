--[[
delete: an entity and all its index entries; none is fine.
]]
-- @lazy lib/stored_row
function module.read(change, _, set)
  if set.exists(change) then change.before = lib.stored_row.read(change) end
end
