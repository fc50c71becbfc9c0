--[[
restrictions: entities that others lead to by the rule `restrict`, which are not deleted unless these go as well.
]]
function module.note(set, change, referrer, id)
  set.restricted[#set.restricted + 1] = { change = change, referrer = referrer, key = referrer.state.model.row .. id }
end

-- of what a deletion is refused for: the number of the entities that stay
function module.check(set)
  local first, count = nil, 0
  for _, one in ipairs(set.restricted) do
    local change = set.touched[one.key]
    local stays = not change or change.after
    first = first or stays and one
    local same = first and one.change == first.change and one.referrer == first.referrer
    if stays and same then count = count + 1 end
  end
  if not first then return end
  local change, from = first.change, first.referrer
  local field = from.state.model.fields[from.reference.at]
  set:refuse('RESTRICT', change.position, change.state.model.model, change.id, change.state.model.integer, from.state.model.model, field, count)
end
