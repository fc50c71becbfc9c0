--[[
stored_model: the model of a descriptor as the server has it, where somebody may have written what is none. src/maintenance/known.ts reads
it likewise.
]]
local PLACES, PARTS = { 'key', 'ids', 'counts' }, { 'fields', 'types', 'sums', 'optional', 'hidden', 'indexes' }

local function are(kind, model, names)
  for _, name in ipairs(names) do
    if type(model[name]) ~= kind then return false end
  end
  return true
end

-- that of a name, of the same namespace as another one; false where it cannot be read
function module.read(json, name, like)
  local is_read, model = pcall(lib.write.models.of, json)
  local is_own = is_read and model.model == name and model.models == like.models
  return is_own and are('string', model, PLACES) and are('table', model, PARTS) and model
end
