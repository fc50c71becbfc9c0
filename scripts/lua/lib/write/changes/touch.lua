--[[
touch: an entity that has to be there for what is done to a container of it; its row stays as it is.
]]
function module.read(change, set)
  if not lib.write.rows.exists(change) then set:refuse('ENTITY_DELETED', change.position, change.id) end
end
