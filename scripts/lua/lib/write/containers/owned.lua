--[[
owned: the containers of entities, which go with them, and are empty when an entity comes: what a program put there after the last
one of its id was deleted is not the new one's.
]]
function module.note(change)
  if change.id == '' then return end
  for _, beginning in ipairs(change.state.model.owned) do lib.write.groups.push(change.state, 'owned', beginning .. change.id) end
end

-- they may be large: the server frees them beside its work
function module.remove(state)
  local keys = state.owned
  for i = 1, #keys, 4000 do redis.call('UNLINK', unpack(keys, i, math.min(i + 3999, #keys))) end
end
