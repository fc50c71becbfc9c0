--[[
declaration: what a program declares of a model, stored with other states of its indexes.
]]
local server, states, with = lib.schema.server, lib.schema.states, lib.schema.tables.with

-- what the server knows of a model from now on
local function write(model, text)
  redis.call('HSET', model.models, model.model, text)
  redis.call('HSET', model.counts, 'schema', model.schema)
  lib.schema.stale_texts.each(model.source, function(name, value) redis.call('HSET', model.counts, name, value) end)
  lib.schema.announcement.make(model)
end

-- a descriptor of another content, by its source
function module.replace(source)
  local text = server.encode(source, false)
  write(lib.write.models.of(text), text)
end

-- gives the descriptor as it is stored then; `settles`: the program's fields are all that it wants
function module.store(prefix, ids, json, changes, build, settles)
  local model, refusal, learned = lib.schema.addressed.agreed(prefix, ids, json)
  if refusal then return refusal end
  local indexes, differs = states.change(model.source.indexes, changes, build)
  local dropped, is_news = nil, false
  if settles then dropped, is_news = lib.schema.dropped.settled(lib.write.models.of(json).source, model.source) end
  if differs or is_news then
    learned = server.encode(with(model.source, { indexes = indexes, dropped = dropped }), false)
    model = lib.write.models.of(learned)
  end
  if not learned then return redis.call('HGET', model.models, model.model) end
  write(model, learned)
  return learned
end
