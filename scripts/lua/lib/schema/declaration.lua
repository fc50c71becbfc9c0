--[[
declaration: what a program declares of a model, stored with other states of its indexes.
]]
local server, states, with = lib.schema.server, lib.schema.states, lib.schema.tables.with

-- gives the descriptor as it is stored then
function module.store(prefix, ids, json, changes, build)
  local model, refusal, learned = lib.schema.addressed.agreed(prefix, ids, json)
  if refusal then return refusal end
  local indexes, differs = states.change(model.source.indexes, changes, build)
  if differs then
    learned = server.encode(with(model.source, { indexes = indexes }), false)
    model = lib.write.models.of(learned)
  end
  if not learned then return redis.call('HGET', model.models, model.model) end
  redis.call('HSET', model.models, model.model, learned)
  redis.call('HSET', model.counts, 'schema', model.schema)
  lib.schema.stale_texts.each(model.source, function(name, value) redis.call('HSET', model.counts, name, value) end)
  lib.schema.announcement.make(model)
  return learned
end
