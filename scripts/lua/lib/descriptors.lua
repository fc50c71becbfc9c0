--[[
descriptors: what a script has to know of models, decoded once for all calls of a function of the server.
]]
local decoded, total = {}, 0

function module.read(json, prefix)
  if not decoded[json] then
    -- a bound, should a program make models without end
    if total >= 1000 then decoded, total = {}, 0 end
    decoded[json], total = cjson.decode(json), total + 1
  end
  local models = decoded[json]
  models[1].key = prefix
  for _, model in ipairs(models) do model.known, model.changed = nil, nil end
  return models
end
