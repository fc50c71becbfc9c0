--[[
unique: values come and go (see lib/unique_layout.lua).
]]
-- @include lib/unique_layout
local function split_bucket(model, name, buckets)
  local from, to = unique.bucket(model, name, buckets - unique.level(buckets)), unique.bucket(model, name, buckets)
  local entries = redis.call('HGETALL', from)
  for i = 1, #entries, 2 do
    if unique.address(entries[i], buckets + 1) == buckets then
      redis.call('HSET', to, entries[i], entries[i + 1])
      redis.call('HDEL', from, entries[i])
    end
  end
  redis.call('HSET', model.key .. '#counts', 'uq/' .. name, buckets + 1)
end

function unique.add(model, name, value, id)
  local buckets = unique.buckets(model, name)
  if redis.call('HSET', unique.bucket(model, name, unique.address(value, buckets)), value, id) == 0 then return end
  local count = redis.call('HINCRBY', model.key .. '#counts', 'uq:' .. name, 1)
  if count > buckets * unique.LOAD then split_bucket(model, name, buckets) end
end

-- another entity of the same change set may hold the value by now
function unique.remove(model, name, value, id)
  local key = unique.key(model, name, value)
  if redis.call('HGET', key, value) ~= id then return end
  redis.call('HDEL', key, value)
  if redis.call('HINCRBY', model.key .. '#counts', 'uq:' .. name, -1) > 0 then return end
  redis.call('HDEL', model.key .. '#counts', 'uq:' .. name, 'uq/' .. name)
end
