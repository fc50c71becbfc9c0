--[[
state: who holds permits of a lock, a semaphore, or a pair of read and write locks.

held     ZSET   token, scored by the ms at which its hold ends
records  HASH   token -> JSON [permits, ttl, client, owner, since, fence, until]; #used -> the permits that are held
line     ZSET   token of who waits, scored by its turn
offers   ZSET   token that was given permits while it waited, scored by the ms of it
fence    STRING the last fencing token; the same key as held where nobody asks for fences
]]
local DAY = 86400000

-- tostring() would write large numbers with an exponent
local function whole(number) return string.format('%d', number) end

function module.open(keys, capacity)
  local time = redis.call('TIME')
  local micros = time[1] * 1000000 + time[2]
  keys.micros, keys.now, keys.capacity = micros, math.floor(micros / 1000), capacity
  return keys
end

function module.record(gate, token)
  local found = redis.call('HGET', gate.records, token)
  return found and cjson.decode(found)
end

function module.used(gate) return tonumber(redis.call('HGET', gate.records, '#used') or 0) end

function module.raise_fence(gate, least)
  local fence = whole(least)
  redis.call('SET', gate.fence, fence, 'PX', DAY)
  return fence
end

--[[ A fencing token is the server's time, or one more than the last: it grows also when the counter is lost with the data. ]]
local function next_fence(gate)
  if gate.fence == gate.held then return '0' end
  return module.raise_fence(gate, math.max(gate.micros, tonumber(redis.call('GET', gate.fence) or 0) + 1))
end

function module.grant(gate, token, record)
  local ttl = tonumber(record[2])
  record[5], record[6], record[7] = whole(gate.now), next_fence(gate), ttl and whole(gate.now + ttl) or 'inf'
  redis.call('ZADD', gate.held, record[7], token)
  local used = whole(module.used(gate) + tonumber(record[1]))
  redis.call('HSET', gate.records, token, cjson.encode(record), '#used', used)
end

function module.drop(gate, token)
  local record = module.record(gate, token)
  redis.call('ZREM', gate.held, token)
  redis.call('HDEL', gate.records, token)
  if redis.call('HINCRBY', gate.records, '#used', -record[1]) <= 0 then redis.call('HDEL', gate.records, '#used') end
  return record
end
