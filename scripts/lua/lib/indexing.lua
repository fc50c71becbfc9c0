--[[
indexing: gives an entity its entries in all kinds of index, and takes them away.

A row is a table of stored values by stored name. An entry is nil where a value is missing; such entities stand in a list of
their own, if the field may be missing.
]]
-- @lazy lib/indexes/exact
-- @lazy lib/indexes/lexical
-- @lazy lib/indexes/ordered
-- @lazy lib/indexes/unique
-- @lazy lib/posting
local function put(verb, model, index, entry, id)
  if entry then lib[index.kind][verb](model, index, entry, id)
  elseif index.nullable then lib.posting[verb](model, 'null:' .. index.name, id) end
end

function module.entry(index, row) return lib[index.kind].entry(index, row) end

-- give the index the entry of the new row instead of that of the old one; a row may be absent
function module.move(model, index, before, after, id)
  local from = before and (module.entry(index, before) or false)
  local to = after and (module.entry(index, after) or false)
  if before and after and from == to then return end
  local replace = from and to and lib[index.kind].replace
  if replace then return replace(model, index, from, to, id) end
  if before then put('remove', model, index, from, id) end
  if after then put('add', model, index, to, id) end
end
