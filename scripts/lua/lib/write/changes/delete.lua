--[[
delete: an entity and all its index entries; none is fine.
]]
function module.read(change, set)
  change.before = lib.write.rows.stored(change)
  if lib.write.deletion.referred.is_expected(change.state.model) then set.follows = true end
end
