--[[
knowledge: what the server has to know of a model beside its keys, where somebody wrote something else: its descriptor, and the names of the
models that lead to it.
]]
local announcement = lib.schema.announcement

-- the key of descriptors is that of all models of a namespace
local function check_descriptor(model, tell, repairs)
  local kind = redis.call('TYPE', model.models).ok
  if kind == 'none' or kind == 'hash' and lib.schema.server.named(model, model.model) ~= false then return end
  tell('schema', 'models')
  if repairs and kind == 'hash' then redis.call('HDEL', model.models, model.model)
  elseif repairs then redis.call('UNLINK', model.models) end
end

local function lacks(known, names)
  local has = lib.schema.tables.places(known)
  for _, name in ipairs(names) do
    if not has[name] then return true end
  end
  return false
end

local function check_referrers(model, tell, repairs)
  local known, names = announcement.read(redis.call('HGET', model.counts, 'referrers')), lib.maintenance.models.leading.names(model)
  if known and not lacks(known, names) then return end
  tell('schema', 'referrers')
  if not repairs then return end
  if #names > 0 then redis.call('HSET', model.counts, 'referrers', cjson.encode(names))
  else redis.call('HDEL', model.counts, 'referrers') end
end

local function is(key, wanted)
  local kind = redis.call('TYPE', key).ok
  return kind == wanted or kind == 'none'
end

-- problems as [what, name]; what cannot be read goes where that is asked
function module.check(model, repairs)
  local problems = {}
  local function tell(what, name) problems[#problems + 1] = { what, name } end
  check_descriptor(model, tell, repairs)
  if is(model.models, 'hash') and is(model.counts, 'hash') then check_referrers(model, tell, repairs) end
  return problems
end
