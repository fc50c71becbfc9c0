--[[
indexing: gives an entity its entries in all kinds of index, and takes them away.

A row is a table of stored values by stored name. An entry is nil where a value is missing; such entities stand in a list of
their own, if the field may be missing.
]]
local function entry(index, row)
  return lib.write.indexes.unique.entry(index, row)
end

local function add(model, index, value, id)
  if value then return lib.write.indexes[index.kind].add(model, index, value, id) end
  if index.nullable then lib.layout.posting.add(model, index.missing, id) end
end

local function remove(model, index, value, id)
  if value then return lib.write.indexes[index.kind].remove(model, index, value, id) end
  if index.nullable then lib.layout.posting.remove(model, index.missing, id) end
end

local function move(model, index, from, to, id)
  if from == to then return end
  local replace = from and to and lib.write.indexes[index.kind].replace
  if replace then return replace(model, index, from, to, id) end
  remove(model, index, from, id)
  add(model, index, to, id)
end

-- give the indexes concerned the entries of the new row instead of those of the old one; a row may be absent
function module.apply(change)
  local model, id, before, after = change.model, change.id, change.before, change.after
  for _, index in ipairs(change.indexes) do
    local from, to = before and entry(index, before), after and entry(index, after)
    if not before then add(model, index, to, id)
    elseif not after then remove(model, index, from, id)
    else move(model, index, from, to, id) end
  end
end
