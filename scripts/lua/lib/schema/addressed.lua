--[[
addressed: the model that a call is about, by its descriptor. Its keys have to be those that the call declares.
]]
local models = lib.write.models

local function checked(model, prefix, ids)
  if model.key == prefix and model.ids == ids then return model end
  return nil, redis.error_reply('ERR the keys are not those of the model')
end

-- as the caller says it; each gives the model, or nil and what the call is refused for
function module.given(prefix, ids, json) return checked(models.of(json), prefix, ids) end

-- as the server has it now, else as the caller does: another program may have given an index up since the caller asked
function module.current(prefix, ids, json)
  local given = models.of(json)
  return checked(lib.schema.server.named(given, given.model) or given, prefix, ids)
end

-- as both have it together, and the descriptor to store, where it brings news
function module.agreed(prefix, ids, json)
  local model, refusal, learned = lib.schema.server.agreed_on(json, false)
  if not refusal then model, refusal = checked(model, prefix, ids) end
  return not refusal and model or nil, refusal, learned
end
