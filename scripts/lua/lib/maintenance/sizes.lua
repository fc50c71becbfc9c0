--[[
sizes: what the lists and the unique indexes of a model really have, counted part by part.
]]
local tree, buckets, number_of = lib.layout.tree, lib.layout.buckets, lib.maintenance.bucket_numbers.of
-- buckets or leaves of one call
local PART = 2000

local function count(command, keys)
  local sum = 0
  for i = 1, #keys do sum = sum + (lib.maintenance.shapes.try(redis.call, command, keys[i]) or 0) end
  return sum
end

local function of_buckets(model, name, from)
  local total, keys = number_of(model, 'uq/' .. string.sub(name, 4)), {}
  for at = from, math.min(from + PART, total) - 1 do keys[#keys + 1] = buckets.key(model.key .. '#' .. name, at) end
  return count('HLEN', keys), from + PART < total
end

local function is_tree(model, name)
  return model.integer and redis.call('TYPE', model.key .. '#' .. name).ok == 'zset'
end

-- of what is not a tree there is no size
local function of_leaves(model, name, from)
  if not is_tree(model, name) then return 0, false end
  local starts, keys = redis.call('ZRANGE', model.key .. '#' .. name, from, from + PART - 1), {}
  for i, start in ipairs(starts) do keys[i] = tree.leaf(model, name, start) end
  return count('SCARD', keys), #starts == PART
end

-- where the newest leaf of all ids begins
local function newest(model) return tonumber(is_tree(model, 'ids') and tree.newest_leaf(model.ids) or nil) or 0 end

-- the sum of a part, whether there is more, and the size that is stored
function module.measure(model, name, from)
  local stored, beginning = redis.call('HGET', model.counts, name), string.sub(name, 1, 3)
  if beginning == 'uq/' then return { number_of(model, name), false, stored } end
  if name == 'last' then return { newest(model), false, stored } end
  if string.find(name, '^texts/') or string.find(name, '^words/') then
    local sum, following = lib.maintenance.texts.text_sizes.measure(model, name, from)
    return { sum, following or false, stored }
  end
  local place = tonumber(from)
  local sum, more = (beginning == 'uq:' and of_buckets or of_leaves)(model, name, place)
  return { sum, more and lib.layout.id.text(place + PART) or false, stored }
end

-- an empty tree is none, and a list that is a set has no size
function module.correct(model, name, size)
  redis.call('HDEL', model.counts, lib.text.writing.tails.name)
  if size ~= '0' or string.find(name, '^uq:') or string.find(name, '^%l+/') then
    redis.call('HSET', model.counts, name, size)
    return
  end
  redis.call('HDEL', model.counts, name)
  if name ~= 'last' and is_tree(model, name) then redis.call('DEL', model.key .. '#' .. name) end
end
