--[[
sizes: what the lists and the unique indexes of a model really have, counted part by part.
]]
-- buckets or leaves of one call
local PART = 2000

local function count(command, keys)
  local sum = 0
  for i = 1, #keys do sum = sum + redis.call(command, keys[i]) end
  return sum
end

local function buckets(model, name, from)
  local index = string.match(name, '^uq:(.+)$')
  local total, keys = tonumber(redis.call('HGET', model.counts, 'uq/' .. index) or 1), {}
  for at = from, math.min(from + PART, total) - 1 do keys[#keys + 1] = lib.layout.buckets.key(model.key .. '#' .. name, at) end
  return count('HLEN', keys), from + PART < total
end

local function leaves(model, name, from)
  local starts, keys = redis.call('ZRANGE', model.key .. '#' .. name, from, from + PART - 1), {}
  for i, start in ipairs(starts) do keys[i] = lib.layout.tree.leaf(model, name, start) end
  return count('SCARD', keys), #starts == PART
end

-- the sum of a part, whether there is more, and the size that is stored
function module.measure(model, name, from)
  local stored = redis.call('HGET', model.counts, name)
  if string.find(name, '^texts/') or string.find(name, '^words/') then
    local sum, following = lib.maintenance.text_sizes.measure(model, name, from)
    return { sum, following or false, stored }
  end
  local place = tonumber(from)
  local sum, more = (string.sub(name, 1, 3) == 'uq:' and buckets or leaves)(model, name, place)
  return { sum, more and lib.layout.id.text(place + PART) or false, stored }
end
