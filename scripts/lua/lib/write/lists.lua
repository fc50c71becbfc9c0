--[[
lists: entities come to lists of ids and go from them (see lib/layout/posting.lua), all of one list at once.
]]
local posting = lib.layout.posting

local function ids_of(group)
  local ids = {}
  for i = 1, #group do ids[i] = group[i].id end
  return ids
end

-- whole numbers alone stand in trees, whose sizes are known
function module.names(state, names)
  if not state.model.integer then return end
  for name in pairs(state.come) do names[#names + 1] = name end
  for name in pairs(state.gone) do names[#names + 1] = name end
end

function module.check(state)
  for name in pairs(state.come) do posting.check(state, name) end
  for name in pairs(state.gone) do posting.check(state, name) end
end

function module.remove(state)
  for name, group in pairs(state.gone) do posting.remove(state, name, ids_of(group)) end
end

-- the list of all ids last: the other lists ask it whether an id is the newest
function module.add(state)
  for name, group in pairs(state.come) do
    if name ~= 'ids' then posting.add(state, name, ids_of(group)) end
  end
  if state.come.ids then posting.add(state, 'ids', ids_of(state.come.ids)) end
end
