--[[
stored_terms: the fields in which text indexes store the terms of an entity.
]]
local identity = lib.schema.indexes.identity

-- those of indexes that are keys of a table, by their identities
function module.of(model, wanted)
  local result = {}
  for _, index in ipairs(model.source.indexes) do
    if index.kind == 'text' and wanted[identity(index)] then result[#result + 1] = model.fields[index.at[1]] end
  end
  return result
end
