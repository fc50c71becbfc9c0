--[[
entries: what many entities of a model get and lose in its indexes, by the keys that it goes to. The parts are those of
lib/write/single/parts.lua.
]]
local push, add_id, notes = lib.write.groups.push, lib.write.batch.notes.add_id, lib.write.batch.notes

-- an entity changes; `position`: of its change in the call
local function move(entries, parts, id, position, before, after)
  if #parts.lists > 0 then notes.lists(entries, parts.lists, id, before, after) end
  if #parts.sorted > 0 then notes.sorted(entries, parts.sorted, id, before, after) end
  if #parts.holders > 0 then notes.holders(entries, parts.holders, id, position, before, after) end
end

-- one is new
local function come(entries, parts, id, position, after)
  move(entries, parts, id, position, false, after)
  add_id(entries.comes, 'ids', id)
end

-- one is deleted
local function go(entries, parts, id, key, before)
  move(entries, parts, id, 0, before, false)
  add_id(entries.gone, 'ids', id)
  push(entries.state, 'deleted', key)
end

function module.new(state)
  return { state = state, comes = {}, gone = {}, sorted = {}, unsorted = {}, move = move, come = come, go = go }
end
