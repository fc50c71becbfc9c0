--[[
descriptors: what a script has to know of models, decoded and prepared once for all calls of a function of the server.
]]
local PREFIX = { exact = '#eq:', lexical = '#lex:', ordered = '#by:', unique = '#uq:' }
local decoded, total = {}, 0

local function prepare(model)
  model.uniques = {}
  for _, index in ipairs(model.indexes) do
    index.key = model.key .. PREFIX[index.kind] .. index.name
    -- the row's value is the entry, unless several values are
    index.single = #index.fields == 1 and index.fields[1] or nil
    if index.kind == 'unique' then model.uniques[#model.uniques + 1] = index end
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
  for _, model in ipairs(models) do model.known, model.changed = nil, nil end
  return models
end
