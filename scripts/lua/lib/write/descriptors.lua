--[[
descriptors: what a script has to know of models, decoded and prepared once for all calls of a function of the server.
]]
local PREFIX = { exact = '#eq:', lexical = '#lex:', ordered = '#by:', unique = '#uq:' }
local decoded, total = {}, 0

local function prepare_index(model, index)
  index.key = model.key .. PREFIX[index.kind] .. index.name
  index.missing = 'null:' .. index.name
  -- the row's value is the entry, unless several values are
  index.single = #index.fields == 1 and index.fields[1] or nil
  if index.kind == 'exact' then model.exacts[#model.exacts + 1] = index end
  if index.kind ~= 'unique' then return end
  model.uniques[#model.uniques + 1] = index
  index.size, index.buckets = 'uq:' .. index.name, 'uq/' .. index.name
  model.counters[#model.counters + 1] = index.size
  model.counters[#model.counters + 1] = index.buckets
end

-- uniques: the indexes that can refuse; counters: the sizes that most changes need
local function prepare(model)
  model.uniques, model.exacts, model.counters = {}, {}, { 'ids' }
  model.counts_key, model.next_key, model.row_prefix = model.key .. '#counts', model.key .. '#next', model.key .. ':'
  for _, index in ipairs(model.indexes) do prepare_index(model, index) end
  -- see lib/write/stored_row.lua
  model.indexed, model.scopes, model.scopes_total = {}, {}, 0
  for _, index in ipairs(model.indexes) do
    for _, field in ipairs(index.fields) do model.indexed[#model.indexed + 1] = field end
  end
end

local function decode(json)
  -- a bound, should a program make models without end
  if total >= 1000 then decoded, total = {}, 0 end
  local models = cjson.decode(json)
  for _, model in ipairs(models) do prepare(model) end
  decoded[json], total = models, total + 1
  return models
end

-- the models, without what an earlier call noted on them
function module.read(json)
  local models = decoded[json] or decode(json)
  for _, model in ipairs(models) do
    model.known, model.changed, model.wanted, model.highest, model.lists = nil, nil, nil, nil, {}
  end
  return models
end
