--[[
going: the steps in which a container or a many-to-many relation of a model goes (see lib/schema/going.lua).
]]
local going, keys, server = lib.schema.going, lib.maintenance.models.going_keys, lib.schema.server

local function refusal(source, name)
  local kind = going.link(source, name) and 'relation dropped' or 'container dropped'
  return redis.error_reply('SCHEMA_CHANGED ' .. cjson.encode({ source.model, kind, name, cjson.null, 'kept by another program' }))
end

-- before the first of its keys: whether the server knows it, and the names of the models that have keys of it
function module.begin(model, name)
  local source = model.source
  local is_known, link = going.is_known(source, name), going.link(source, name)
  if going.is_kept(source, name) then lib.schema.declaration.replace(going.begun(source, name)) end
  return { is_known and 1 or 0, source.model, link and link.model ~= source.model and link.model or nil }
end

-- some keys of the model `whose`; the refusal, or nil
function module.remove(model, name, whose, names)
  if going.is_kept(model.source, name) then return refusal(model.source, name) end
  local owner = whose == model.model and model or server.named(model, whose)
  local beginnings = owner and keys.of(model.source, name, owner)
  for _, key in ipairs(owner and names or {}) do
    if keys.has(beginnings, key) then
      redis.call('UNLINK', owner.key .. '#' .. key)
      redis.call('HDEL', owner.counts, key)
    end
  end
end

-- behind the last of them; the refusal, or nil
function module.finish(model, name)
  local source = model.source
  if going.is_kept(source, name) then return refusal(source, name) end
  if going.is_known(source, name) then lib.schema.declaration.replace(going.ended(source, name)) end
end
