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
local function entry(index, row)
  if index.single then return row[index.single] end
  return lib.unique.entry(index, row)
end

local function put(verb, model, index, value, id)
  if value then lib[index.kind][verb](model, index, value, id)
  elseif index.nullable then lib.posting[verb](model, 'null:' .. index.name, id) end
end

local function move(change, index)
  local model, id = change.model, change.id
  local from, to = entry(index, change.before), entry(index, change.after)
  if from == to then return end
  local replace = from and to and lib[index.kind].replace
  if replace then return replace(model, index, from, to, id) end
  put('remove', model, index, from, id)
  put('add', model, index, to, id)
end

-- give the indexes concerned the entries of the new row instead of those of the old one; a row may be absent
function module.apply(change)
  for _, index in ipairs(change.indexes) do
    if not change.before then put('add', change.model, index, entry(index, change.after), change.id)
    elseif not change.after then put('remove', change.model, index, entry(index, change.before), change.id)
    else move(change, index) end
  end
end
