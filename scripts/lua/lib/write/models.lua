--[[
models: what a script has to know of models, decoded once for all calls of a function of the server, and only read by them.
]]
local decoded, total = {}, 0

-- nobody keeps an index that is stale (lib/schema/indexes.lua)
local function kept(indexes)
  local result = {}
  for _, index in ipairs(indexes) do
    if index.state ~= 'stale' then result[#result + 1] = index end
  end
  return result
end

-- source: the descriptor as it was sent, text: as JSON; every: the positions of all fields; indexed: of those that an index needs; expires,
-- expires_at: the key of the times when entities expire, and their position; version_at: the position of the version of a row; uniques:
-- the indexes that can refuse; simple: a change of one entity
-- concerns its row and its indexes only, so that lib/write/single may do it
local function prepare(source, json)
  local model, seen = { text = json }, {}
  for key, value in pairs(source) do model[key] = value end
  model.simple = source.integer and not source.owned and not source.references and not source.expiry and not source.links
  model.source, model.indexes, model.every, model.indexed, model.uniques = source, kept(source.indexes), {}, {}, {}
  for at = 1, #model.fields do
    model.every[at] = at
    if model.fields[at] == lib.layout.versions.NAME then model.version_at, model.indexed[1], seen[at] = at, at, true end
  end
  for _, index in ipairs(model.indexes) do
    if index.kind == 'unique' then model.uniques[#model.uniques + 1] = index end
    if index.kind == 'expiry' then model.expires, model.expires_at = index.key, index.at[1] end
    for _, at in ipairs(index.at) do
      if not seen[at] then model.indexed[#model.indexed + 1] = at end
      seen[at] = true
    end
  end
  return model
end

function module.of(json)
  local known = decoded[json]
  if known then return known end
  -- a bound, should a program make models without end
  if total >= 1000 then decoded, total = {}, 0 end
  decoded[json], total = prepare(cjson.decode(json), json), total + 1
  return decoded[json]
end
