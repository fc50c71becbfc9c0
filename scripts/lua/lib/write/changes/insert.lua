--[[
insert: a new entity. The server makes the id where it is empty.
]]
local rows, numbering = lib.write.rows, lib.write.numbering

function module.read(change, set)
  change.after, change.told = rows.given(change), 'id'
  local state = change.state
  if change.id == '' then state.wanted[#state.wanted + 1] = change
  elseif change.again or rows.exists(change) then set:refuse('ENTITY_EXISTS', change.position, change.id)
  else numbering.note_given(change) end
end
