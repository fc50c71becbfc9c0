--[[
columns: what new entities get in their indexes, index by index, where an index has the values of a field as they are stored.

`values[at + place]` is that of the first entity, false where it has none, and each other one stands `step` behind. `parts`: what
lib/write/batch/places.lua says of a shape.
]]
local members_of, list_of, give = lib.layout.id.members, lib.write.indexes.exact.list_of, lib.write.batch.entries.give

local function missing(comes, index, place, ids, values, at, step)
  local without, size = {}, 0
  for i = 1, #ids do
    if not place or not values[at + place] then size, without[size + 1] = size + 1, ids[i] end
    at = at + step
  end
  if size > 0 then give(comes, index.missing, without) end
end

local function lists(comes, index, place, ids, values, at, step)
  local beginning, longest = index.list, index.longest
  at = at + place
  for i = 1, #ids do
    local value = values[at]
    if value then
      local name = #value <= longest and beginning .. value or list_of(index, value)
      local list = comes[name]
      if list then list[#list + 1] = ids[i] else comes[name] = { ids[i] } end
    end
    at = at + step
  end
end

local function scores(sorted, index, place, members, values, at, step)
  local list, size = {}, 0
  at = at + place
  for i = 1, #members do
    local value = values[at]
    if value then list[size + 1], list[size + 2], size = value, members[i], size + 2 end
    at = at + step
  end
  if size > 0 then give(sorted, index.key, list) end
end

local function note_each(parts, work, target, ids, values, at, step)
  for i = 1, #parts do work(target, parts[i].index, parts[i].place, ids, values, at, step) end
end

function module.note(entries, parts, ids, values, at, step)
  note_each(parts.missing, missing, entries.comes, ids, values, at, step)
  note_each(parts.lists, lists, entries.comes, ids, values, at, step)
  if parts.sorted[1] then note_each(parts.sorted, scores, entries.sorted, members_of(ids), values, at, step) end
  for _, part in ipairs(parts.texts) do
    lib.text.writing.changes.note_column(entries.state, part.index, ids, values, at + part.place, step)
  end
end
