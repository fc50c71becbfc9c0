--[[
delete: an entity and all its index entries; none is fine.
]]
function module.read(change, _, set)
  if set.exists(change) then change.before = set.stored_row(change, {}) end
end
