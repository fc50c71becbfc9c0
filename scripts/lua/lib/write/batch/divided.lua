--[[
divided: lists of ids, of which those that are one set each are known by their keys, and the others by their names (see lib/layout/tree.lua).
]]
-- when the sizes are known; the list of all ids is the last: the other lists ask it whether an id is the newest
function module.of(state, lists)
  local names, keys, sets, size, others = {}, {}, {}, 0, {}
  local beginning, known, integer = state.model.key .. '#', state.known, state.model.integer
  for name, ids in pairs(lists) do
    if integer and not known[name] and name ~= 'ids' then
      size = size + 1
      names[size], keys[size], sets[size] = name, beginning .. name, ids
    elseif name ~= 'ids' then others[#others + 1] = name end
  end
  if lists.ids then others[#others + 1] = 'ids' end
  return { names = names, keys = keys, sets = sets, others = others }
end
