--[[
counts: the sizes of trees and buckets, read once and written once in a call.
]]
local known, changed = {}, {}

local function slots(model)
  if known[model] then return known[model] end
  known[model] = {}
  return known[model]
end

-- read several at once: what is read later costs a command each
function module.read(model, names)
  local values = redis.call('HMGET', model.key .. '#counts', unpack(names))
  for i, name in ipairs(names) do slots(model)[name] = tonumber(values[i]) or false end
end

-- a number, or false where there is none
function module.get(model, name)
  if slots(model)[name] == nil then module.read(model, { name }) end
  return slots(model)[name]
end

function module.set(model, name, value)
  slots(model)[name] = value
  changed[model] = changed[model] or {}
  changed[model][name] = value
end

function module.add(model, name, by)
  local sum = (module.get(model, name) or 0) + by
  module.set(model, name, sum)
  return sum
end

function module.write()
  for model, values in pairs(changed) do
    local present = {}
    for name, value in pairs(values) do
      if value then
        present[#present + 1] = name
        present[#present + 1] = lib.id.text(value)
      else
        redis.call('HDEL', model.key .. '#counts', name)
      end
      if #present == 4000 then redis.call('HSET', model.key .. '#counts', unpack(present)); present = {} end
    end
    if #present > 0 then redis.call('HSET', model.key .. '#counts', unpack(present)) end
  end
end
