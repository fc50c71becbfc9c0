--[[
differences: which entries an entity gets and loses in the indexes that its change concerns.

Each kind of index (lib/write/indexes) gives the entries of a row as a list, with their scores in a second one if it has scores; nil
where the row has no value. An entity without a value stands in a list of its own, if the field may be missing.
]]
local push = lib.write.groups.push
local NONE = {}

local function places(list)
  local result = {}
  for i = 1, #list do result[list[i]] = i end
  return result
end

local function move(change, index, from, was, to, is)
  local before, after, kind = places(from), places(to), lib.write.indexes[index.kind]
  for i = 1, #from do
    if not after[from[i]] then kind.take(change, index, from[i]) end
  end
  for i = 1, #to do
    local place = before[to[i]]
    if not place or is and is[i] ~= was[place] then kind.put(change, index, to[i], is and is[i]) end
  end
end

local function add(change, index, list, scores)
  local put = lib.write.indexes[index.kind].put
  for i = 1, #list do put(change, index, list[i], scores and scores[i]) end
end

local function note_index(change, index)
  local before, after, entries, from, was, to, is = change.before, change.after, lib.write.indexes[index.kind].entries, nil, nil, nil, nil
  if before then from, was = entries(index, before) end
  if after then to, is = entries(index, after) end
  if from then move(change, index, from, was, to or NONE, is) elseif to then add(change, index, to, is) end
  if not index.missing then return end
  local lacked, lacks = before ~= nil and not from, after ~= nil and not to
  if lacked and not lacks then push(change.state.gone, index.missing, change) end
  if lacks and not lacked then push(change.state.come, index.missing, change) end
end

function module.note(change)
  local before, after, state = change.before, change.after, change.state
  if not (before or after) then return end
  if not before then push(state.come, 'ids', change) end
  if not after then
    push(state.gone, 'ids', change)
    state.deleted[#state.deleted + 1] = change.key
  end
  local indexes = change.shape.indexes
  for i = 1, #indexes do note_index(change, indexes[i]) end
end
