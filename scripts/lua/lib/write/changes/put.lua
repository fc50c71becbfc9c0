--[[
put: all of an entity, whatever is stored.
]]
local rows, numbering = lib.write.rows, lib.write.numbering

function module.read(change)
  change.before, change.after, change.told = rows.stored(change), rows.given(change), 'id'
  if change.before then change.replaces = true else numbering.note_given(change) end
end
