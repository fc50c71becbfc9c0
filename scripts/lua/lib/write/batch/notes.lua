--[[
notes: the differences that one entity makes to what lib/write/batch/entries.lua collects, for each part of its indexes.
]]
local push = lib.write.groups.push

-- two indexes of a field share the list of those without a value
function module.add_id(lists, name, id)
  local list = lists[name]
  if not list then
    lists[name] = { id }
    return
  end
  local size = #list
  if list[size] ~= id then list[size + 1] = id end
end

function module.lists(entries, part, id, before, after)
  for i = 1, #part do
    local index, entry = part[i].index, part[i].entry
    local from, to = before and entry(index, before) or nil, after and entry(index, after) or nil
    if from ~= to then
      if from then module.add_id(entries.gone, from, id) end
      if to then module.add_id(entries.comes, to, id) end
    end
  end
end

function module.holders(entries, part, id, position, before, after)
  for i = 1, #part do
    local index, entry = part[i].index, part[i].entry
    local from, to = before and entry(index, before) or nil, after and entry(index, after) or nil
    if from ~= to then
      if from then push(entries.state, 'freed', index, from) end
      if to then push(entries.state, 'held', index, to, { id = id, position = position }, false) end
    end
  end
end
