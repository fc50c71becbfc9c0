--[[
differences: which entries an entity gets and loses in the indexes that its change concerns.

Each kind of index (lib/write/indexes) gives the entries of a row as a list, with their scores in a second one if it has scores; nil
where the row has no value. An entity without a value stands in a list of its own, if the field may be missing.
]]
local push = lib.write.groups.push

local function places(list)
  local result = {}
  for i = 1, #list do result[list[i]] = i end
  return result
end

local function move(change, index, kind, from, was, to, is)
  -- most rows have one entry, which is moved or stays
  if #from == 1 and #to == 1 then
    if from[1] ~= to[1] then kind.take(change, index, from[1]) elseif not is or is[1] == was[1] then return end
    return kind.put(change, index, to[1], is and is[1])
  end
  local before, after = places(from), places(to)
  for i = 1, #from do
    if not after[from[i]] then kind.take(change, index, from[i]) end
  end
  for i = 1, #to do
    local place = before[to[i]]
    if not place or is and is[i] ~= was[place] then kind.put(change, index, to[i], is and is[i]) end
  end
end

-- what a change of an entity means for one index
function module.note_index(change, index)
  local before, after, kind = change.before, change.after, lib.write.indexes[index.kind]
  if kind.note then return kind.note(change, index) end
  local from, was, to, is
  if before then from, was = kind.entries(index, before) end
  if after then to, is = kind.entries(index, after) end
  if from and to then move(change, index, kind, from, was, to, is)
  elseif to then for i = 1, #to do kind.put(change, index, to[i], is and is[i]) end
  elseif from then for i = 1, #from do kind.take(change, index, from[i]) end end
  if not index.missing then return end
  local lacked, lacks = before and not from or false, after and not to or false
  if lacked and not lacks then push(change.state, 'gone', index.missing, change) end
  if lacks and not lacked then push(change.state, 'come', index.missing, change) end
end

function module.note(change)
  local before, after, state = change.before, change.after, change.state
  if not (before or after) then return end
  if not after then
    push(state, 'gone', 'ids', change)
    push(state, 'deleted', change.key)
  end
  if state.model.owned and not (before and after) then lib.write.owned.note(change) end
  local indexes = change.shape.indexes
  for i = 1, #indexes do module.note_index(change, indexes[i]) end
  -- the list of all ids last: the other lists ask it whether an id is the newest
  if not before then push(state, 'come', 'ids', change) end
end
