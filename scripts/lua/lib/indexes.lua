--[[
indexes: which entry an entity has in each kind of index, and how it comes and goes.

A row is a table of stored values by stored name. The entry is nil where a value is missing.
]]
-- @include lib/index_kinds

local indexes = {}

function indexes.entry(index, row) return kinds[index.kind].entry(index, row) end

local function put(verb, model, index, entry, id)
  if entry then kinds[index.kind][verb](model, index, entry, id)
  elseif index.nullable then posting[verb](model, 'null:' .. index.name, id) end
end

-- give the index the entry of the new row instead of that of the old one; a row may be absent
function indexes.move(model, index, before, after, id)
  local from = before and (indexes.entry(index, before) or false)
  local to = after and (indexes.entry(index, after) or false)
  if before and after and from == to then return end
  if before then put('remove', model, index, from, id) end
  if after then put('add', model, index, to, id) end
end
