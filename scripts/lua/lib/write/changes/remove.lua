--[[
remove: an entity that has to be there, and all its index entries.
]]
function module.read(change, set)
  lib.write.changes.delete.read(change, set)
  if not change.before then set:refuse('ENTITY_DELETED', change.position, change.id) end
end
