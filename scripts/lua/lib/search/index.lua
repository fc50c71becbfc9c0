--[[
index: where a search index keeps what (docs/search-index.md), as the modules of models know it: documents are rows by number.
]]
function module.settings(base) return base .. '#settings' end

local function text_index(base, name, at, suffix)
  return {
    kind = 'text', name = name, at = { at }, list = 't:' .. name .. '/', dictionary = base .. '#dict:' .. name,
    numbers = base .. '#term:' .. name, texts = 'texts/' .. name, total = 'words/' .. name, last = 'terms/' .. name,
    reversed = suffix and base .. '#ends:' .. name or nil,
  }
end

-- settings: JSON with the names of the fields, and whether their endings are indexed
function module.model(base, settings)
  local given = cjson.decode(settings)
  local model = {
    key = base, row = base .. ':', ids = base .. '#ids', counts = base .. '#counts', integer = true, counted = true, fields = {}, texts = {},
    uniques = { { name = 'id', key = base .. '#uq:id', size = 'uq:id', buckets = 'uq/id' } },
  }
  for at, name in ipairs(given.fields) do
    model.fields[at], model.texts[at] = '~' .. name, text_index(base, name, at, given.suffix)
  end
  return model
end

-- an error reply where documents are kept under other settings
function module.refuse(base, settings)
  local kept = redis.call('GET', module.settings(base))
  if kept and kept ~= settings then return redis.error_reply('SETTINGS ' .. cjson.encode({ kept })) end
end

-- the number of a document, or false
function module.number(model, id, buckets)
  local unique = model.uniques[1]
  return lib.layout.buckets.holder(unique.key, id, buckets or tonumber(redis.call('HGET', model.counts, unique.buckets) or nil) or 1)
end
