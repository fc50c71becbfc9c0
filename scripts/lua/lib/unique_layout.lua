--[[
unique_layout: value to id, compact at any size.

HASHes of about 64 values each, found by linear hashing (Litwin 1980): one bucket is split for every 64 values that come,
so that no write is slow. The model's `#counts` keeps the number of values (`uq:<name>`) and of buckets (`uq/<name>`).
]]
local unique = { LOAD = 64 }

local function digest(value) return tonumber(string.sub(redis.sha1hex(value), 1, 8), 16) end

-- the largest power of two that is at most the number of buckets
function unique.level(buckets)
  local power = 1
  while power * 2 <= buckets do power = power * 2 end
  return power
end

function unique.address(value, buckets)
  if buckets == 1 then return 0 end
  local power = unique.level(buckets)
  local at = digest(value) % (power * 2)
  if at >= buckets then at = at - power end
  return at
end

function unique.bucket(model, name, at) return model.key .. '#uq:' .. name .. '/' .. at end
function unique.buckets(model, name) return tonumber(redis.call('HGET', model.key .. '#counts', 'uq/' .. name) or 1) end

function unique.key(model, name, value) return unique.bucket(model, name, unique.address(value, unique.buckets(model, name))) end

function unique.holder(model, name, value) return redis.call('HGET', unique.key(model, name, value), value) end
