--[[
stored_terms: the fields in which text indexes store the terms of an entity.
]]
local identity = lib.schema.indexes.identity

-- those of some indexes
function module.of(model, identities)
  local wanted, result = {}, {}
  for _, name in ipairs(identities) do wanted[name] = true end
  for _, index in ipairs(model.source.indexes) do
    if index.kind == 'text' and wanted[identity(index)] then result[#result + 1] = model.fields[index.at[1]] end
  end
  return result
end
