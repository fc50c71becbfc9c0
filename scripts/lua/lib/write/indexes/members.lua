--[[
members: the ids of each value in containers of entities in a list of their own, named as `exact` names those of values. No row says what
is in them: the commands on a container write its entries (lib/write/containers/members.lua), and they go with the entity.
]]
local exact, push = lib.write.indexes.exact, lib.write.groups.push

local function each(change, index, list)
  local values = lib.layout.members.all(index, change.id)
  for i = 1, #values do push(change.state, list, exact.list_of(index, values[i]), change) end
end

-- the containers of a new entity are empty, and those of one that changes stay as they are
function module.note(change, index)
  if change.before and not change.after then each(change, index, 'gone') end
end

local function differ(change, index, list, from, to)
  for value in pairs(from) do
    if not to[value] then push(change.state, list, exact.list_of(index, value), change) end
  end
end

-- the entries that go and come where a container held some values before, and others now
function module.note_between(change, index, before, after)
  differ(change, index, 'gone', before, after)
  differ(change, index, 'come', after, before)
end

-- all entries of an entity, as they should be
function module.build(change, index) each(change, index, 'come') end

-- whether an entity belongs to a list
function module.lists(index, id, list)
  if string.sub(list, 1, #index.list) == index.list then
    return lib.layout.members.has(index, id, string.sub(list, #index.list + 1))
  end
  for _, value in ipairs(lib.layout.members.all(index, id)) do
    if exact.list_of(index, value) == list then return true end
  end
  return false
end
