--[[
leading: the names of the models that lead to one, by the descriptors that can be read.
]]
local announcement = lib.schema.announcement

-- whether the server has learned the model and lost it; of what it has not learned yet nobody was told, as nothing leads anywhere
local function is_forgotten(model)
  local stored = lib.schema.server.named(model, model.model)
  return stored == false or stored == nil and redis.call('EXISTS', model.ids) == 1
end

function module.names(model)
  local names, seen = {}, {}
  local function note(counts, name)
    if counts == model.counts and not seen[name] then names[#names + 1], seen[name] = name, true end
  end
  if is_forgotten(model) then announcement.each(model, note) end
  for _, name in ipairs(redis.call('HKEYS', model.models)) do
    local other = lib.schema.server.named(model, name)
    if other then announcement.each(other, note) end
  end
  return names
end
