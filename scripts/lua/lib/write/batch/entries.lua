--[[
entries: what many entities of a model get and lose in its indexes, by the keys that it goes to. The parts are those of
lib/write/single/parts.lua.
]]
local push, notes, scores, members_of = lib.write.groups.push, lib.write.batch.notes, lib.write.batch.scores, lib.layout.id.members
local add_id = notes.add_id

-- an entity changes, comes (nothing before) or goes; `position`: of its change in the call
local function move(entries, parts, id, position, before, after)
  if parts.lists[1] then notes.lists(entries, parts.lists, id, before, after) end
  if parts.sorted[1] then scores.note(entries, parts.sorted, id, before, after) end
  if parts.texts[1] then lib.text.writing.changes.note_id(entries.state, parts.texts, id, before, after) end
  if parts.holders[1] then notes.holders(entries, parts.holders, id, position, before, after) end
end
module.move = move

-- one is deleted
function module.go(entries, parts, id, key, before)
  move(entries, parts, id, 0, before, false)
  add_id(entries.gone, 'ids', id)
  push(entries.state, 'deleted', key)
end

-- values to a list of a name; where there is none yet they become it, so that nobody else may keep them
function module.give(lists, name, values)
  local list = lists[name]
  if not list then
    lists[name] = values
    return
  end
  local size = #list
  for i = 1, #values do list[size + i] = values[i] end
end
local give = module.give

local function copy_of(list)
  local copy = {}
  for i = 1, #list do copy[i] = list[i] end
  return copy
end

-- some are deleted whose rows are alike in all that indexes need, and none of which holds a unique value; ids and keys are given away.
-- `whole`: the name of the list that has them and no others
function module.go_alike(entries, parts, ids, keys, row, whole)
  for _, part in ipairs(parts.lists) do
    local name = part.entry(part.index, row)
    if name and name == whole then entries.dropped[#entries.dropped + 1] = name
    elseif name then give(entries.gone, name, copy_of(ids)) end
  end
  for _, part in ipairs(parts.sorted) do give(entries.unsorted, part.index.key, members_of(ids)) end
  give(entries.gone, 'ids', ids)
  give(entries.state, 'deleted', keys)
end

function module.new(state)
  return { state = state, comes = {}, gone = {}, coming = false, going = false, sorted = {}, unsorted = {}, held = false, dropped = {} }
end
