--[[
state: who holds permits of a lock, a semaphore, or a pair of read and write locks, as soon as there are several, or somebody waits.

held     ZSET   token, scored by the ms at which its hold ends
records  HASH   token -> JSON [permits, ttl, client, owner, since, fence, ends]; #used -> the permits that are held
line     ZSET   token of who waits, scored by its turn
offers   ZSET   token that was given permits while it waited, scored by the ms of it
fence    STRING the last fencing token, for a day; no key where nobody asks for fences
wake     LIST   with `:client` behind it: what a client is told
]]
local function whole(number) return string.format('%d', number) end

function module.open(held, wake, capacity, fenced)
  lib.toolkit.gate.thin.inflate(held)
  return { held = held, records = held .. ':records', line = held .. ':line', offers = held .. ':offers', wake = wake,
    fence = fenced == '1' and held .. ':fence' or '', now = lib.toolkit.clock.now(), capacity = capacity, handed = {} }
end

--[[ The gate that `fenced capacity client` tells of, and the client. ]]
function module.of_line(held, wake, line)
  local fenced, capacity, client = string.match(line, '^(%d) (%d+) (.*)$')
  return module.open(held, wake, tonumber(capacity), fenced), client
end

function module.record(gate, token)
  local found = redis.call('HGET', gate.records, token)
  return found and cjson.decode(found)
end

function module.used(gate) return tonumber(redis.call('HGET', gate.records, '#used') or 0) end

function module.grant(gate, token, record)
  local ttl = tonumber(record[2])
  record[5], record[7] = whole(gate.now), ttl and whole(gate.now + ttl) or 'inf'
  record[6] = lib.toolkit.gate.fence.next(gate.fence)
  redis.call('ZADD', gate.held, record[7], token)
  local used = whole(module.used(gate) + tonumber(record[1]))
  redis.call('HSET', gate.records, token, cjson.encode(record), '#used', used)
end

function module.drop(gate, token)
  local record = module.record(gate, token)
  -- first, since nothing is written where there is no such record
  if redis.call('HINCRBY', gate.records, '#used', -record[1]) <= 0 then redis.call('HDEL', gate.records, '#used') end
  redis.call('ZREM', gate.held, token)
  redis.call('HDEL', gate.records, token)
  return record
end
