--[[
server: what the server knows of the models of a namespace, so that programs that declare a model differently keep it true together.

`{ns}#models` has the descriptor of each model (src/write/descriptor.ts): all fields and indexes that any program wrote it with.
`schema` in the model's #counts is the name of that descriptor, which every write compares with that of its own. Where it is another
one, the call starts again with both put together: it keeps the indexes of others as well as its own.
]]
local models, given_model, counts, agreement = lib.write.models, lib.write.given.model, lib.layout.counts, lib.schema.agreement
-- the model as it was agreed on last, by the model of the caller
local agreed, total = {}, 0

-- what a caller's model most probably is on the server; nothing where its name is not known
function module.current(given)
  local own = given_model(given)
  return own and (agreed[own] or own)
end

-- a model of the same namespace, whichever program declared it; nil where none did, false where somebody wrote what cannot be read
function module.named(model, name)
  local json = redis.call('HGET', model.models, name)
  if not json then return nil end
  return lib.schema.stored_model.read(json, name, model)
end

local function remember(own, model)
  if total >= 1000 then agreed, total = {}, 0 end
  if not agreed[own] then total = total + 1 end
  agreed[own] = model
  return model
end

-- the descriptor under the name that the server has for it, or with a new one
function module.encode(schema, name)
  schema.schema = nil
  schema.schema = name or string.sub(redis.sha1hex(cjson.encode(schema)), 1, 12)
  return cjson.encode(schema)
end

-- the caller's model as the server has it from now on; what it is refused for; the descriptor to store, where it brings news
function module.agreed_on(given, writes)
  local own = given_model(given)
  local stored = module.named(own, own.model)
  if not stored and redis.call('EXISTS', own.ids) == 0 then return remember(own, own), nil, own.text end
  local schema, learned, refusal = agreement.of(own.source, stored and stored.source, writes)
  if refusal then return own, redis.error_reply('SCHEMA_CHANGED ' .. cjson.encode(refusal)) end
  local text = module.encode(schema, not learned and stored.schema)
  return remember(own, models.of(text)), nil, learned and text
end

function module.agree(given) return module.agreed_on(given, true) end

function module.store(state)
  redis.call('HSET', state.model.models, state.model.model, state.learned)
  lib.schema.announcement.make(state.model)
  counts.set(state, 'schema', state.model.schema)
  lib.schema.stale_texts.each(state.model.source, function(name, value) counts.set(state, name, value) end)
end
