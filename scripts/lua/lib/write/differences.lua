--[[
differences: which entries an entity gets and loses in the indexes that its change concerns.

A kind of index (lib/write/indexes) with one entry a row gives entry(index, row): the entry, and the score if it has scores; nil where
the row has no value. One with several gives entries(index, row): a list, and one of the scores. An entity without a value stands in
a list of its own, if the field may be missing.
]]
local push = lib.write.groups.push

local function places(list)
  local result = {}
  for i, entry in ipairs(list or {}) do result[entry] = i end
  return result
end
local function note_entry(change, index, kind)
  local from, was, to, is
  if change.before then from, was = kind.entry(index, change.before) end
  if change.after then to, is = kind.entry(index, change.after) end
  if from and from ~= to then kind.take(change, index, from) end
  if to and (to ~= from or is ~= was) then kind.put(change, index, to, is) end
  return from, to
end

local function note_entries(change, index, kind)
  local from, was, to, is
  if change.before then from, was = kind.entries(index, change.before) end
  if change.after then to, is = kind.entries(index, change.after) end
  local before, after = places(from), places(to)
  for i = 1, from and #from or 0 do
    if not after[from[i]] then kind.take(change, index, from[i]) end
  end
  for i = 1, to and #to or 0 do
    local place = before[to[i]]
    if not place or is and is[i] ~= was[place] then kind.put(change, index, to[i], is and is[i]) end
  end
  return from, to
end

-- what a change of an entity means for one index
function module.note_index(change, index)
  local kind = lib.write.indexes[index.kind]
  if kind.note then return kind.note(change, index) end
  local from, to = (kind.entry and note_entry or note_entries)(change, index, kind)
  if not index.missing then return end
  local lacked, lacks = change.before and not from or false, change.after and not to or false
  if lacked ~= lacks then push(change.state, lacks and 'come' or 'gone', index.missing, change) end
end

function module.note(change)
  local before, after, state = change.before, change.after, change.state
  if not (before or after) then return end
  if not after then
    push(state, 'gone', 'ids', change)
    push(state, 'deleted', change.key)
  end
  if state.model.owned and not (before and after) then lib.write.containers.owned.note(change) end
  for _, index in ipairs(change.shape.indexes) do module.note_index(change, index) end
  -- the list of all ids last: the other lists ask it whether an id is the newest
  if not before then push(state, 'come', 'ids', change) end
end
