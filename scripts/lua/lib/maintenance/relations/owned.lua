--[[
owned: containers that no entity has any more: somebody deleted the row by hand, or wrote to the key of one that is not there.
]]
-- tells of the key of a name where it is one; repaired, it goes
function module.check(state, name, tell, repairs)
  local model, key = state.model, state.model.key .. '#' .. name
  for _, beginning in ipairs(model.owned or {}) do
    local id = string.sub(key, 1, #beginning) == beginning and string.sub(key, #beginning + 1)
    if id and redis.call('EXISTS', model.row .. id) == 0 then
      tell('orphan', name, id)
      if repairs then redis.call('UNLINK', key) end
    end
  end
end
