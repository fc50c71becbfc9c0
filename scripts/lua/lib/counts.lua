--[[
counts: the sizes of trees and buckets, read once and written once in a call.
]]
local function slots(model)
  if not model.known then model.known, model.changed = {}, {} end
  return model.known
end

local function read(model, names)
  local values = redis.call('HMGET', model.key .. '#counts', unpack(names))
  for i, name in ipairs(names) do slots(model)[name] = tonumber(values[i]) or false end
end

-- those that most changes need
local function usual(model)
  local names = { 'ids' }
  for _, index in ipairs(model.indexes) do
    if index.kind == 'unique' then
      names[#names + 1] = 'uq:' .. index.name
      names[#names + 1] = 'uq/' .. index.name
    end
  end
  return names
end

-- a number, or false where there is none
function module.get(model, name)
  local value = model.known and model.known[name]
  if value ~= nil then return value end
  if not model.known then read(model, usual(model)) end
  if model.known[name] == nil then read(model, { name }) end
  return model.known[name]
end

function module.set(model, name, value)
  slots(model)[name] = value
  model.changed[name] = value
end

function module.add(model, name, by)
  local sum = (module.get(model, name) or 0) + by
  module.set(model, name, sum)
  return sum
end

function module.write(model)
  local key, present = model.key .. '#counts', {}
  for name, value in pairs(model.changed or {}) do
    if value then
      present[#present + 1] = name
      present[#present + 1] = value
    else
      redis.call('HDEL', key, name)
    end
    if #present == 4000 then redis.call('HSET', key, unpack(present)); present = {} end
  end
  if #present > 0 then redis.call('HSET', key, unpack(present)) end
end
