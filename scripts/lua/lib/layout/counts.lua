--[[
counts: the sizes of trees and buckets, read once and written once in a call.
]]
local function read(model, names)
  model.known = model.known or {}
  for first = 1, #names, 1000 do
    local last = math.min(first + 999, #names)
    local values = redis.call('HMGET', model.counts_key, unpack(names, first, last))
    for i = first, last do model.known[names[i]] = tonumber(values[i - first + 1]) or false end
  end
end

-- what most changes need, and what the changes of this call said that they will
local function expected(model)
  local names = model.lists
  for _, name in ipairs(model.counters) do names[#names + 1] = name end
  return names
end

-- a number, or false where there is none
function module.get(model, name)
  local value = model.known and model.known[name]
  if value ~= nil then return value end
  if not model.known then read(model, expected(model)) end
  if model.known[name] == nil then read(model, { name }) end
  return model.known[name]
end

function module.set(model, name, value)
  model.known[name] = value
  model.changed = model.changed or {}
  model.changed[name] = value
end

function module.add(model, name, by)
  local sum = (module.get(model, name) or 0) + by
  module.set(model, name, sum)
  return sum
end

function module.write(model)
  if not model.changed then return end
  local key, present = model.counts_key, {}
  for name, value in pairs(model.changed) do
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
