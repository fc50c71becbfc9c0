--[[
insert: a new entity. The server makes the id where it is empty.
]]
local rows, numbering, push = lib.write.rows, lib.write.numbering, lib.write.groups.push

function module.read(change, set)
  change.after, change.told = rows.given(change), 'id'
  if change.id == '' then push(change.state, 'wanted', change)
  elseif change.again or rows.exists(change) then set:refuse('ENTITY_EXISTS', change.position, change.id)
  else numbering.note_given(change) end
end
