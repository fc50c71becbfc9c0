--[[
mark: a boolean field is set, so that what is written with it is written once; refused where it is set already.
]]
function module.read(change, set)
  local before, at = lib.write.rows.stored(change), change.shape.set[1]
  if not before then return set:refuse('ENTITY_DELETED', change.position, change.id) end
  change.before = before
  local row = lib.write.rows.given(change)
  if before[at] == row[at] then return set:refuse('MARKED', change.position) end
  change.after = lib.write.changes.update.merged(change, before)
end
