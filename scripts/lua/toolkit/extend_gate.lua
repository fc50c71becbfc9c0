--[[
extend_gate: let a hold end later, if it has not ended.

KEYS[1] held     who holds permits, by the end of the hold
KEYS[2] records  what is known of who holds and who waits
KEYS[3] line     who waits, by turn
KEYS[4] offers   who was served and may not know yet
KEYS[5] fence    the last fencing token
ARGV[1] token  who holds
ARGV[2] ttl    ms from now on; empty: for ever
ARGV[3] least  the fencing token becomes at least this

Returns the ms at which the hold ends, 'inf' for never; nothing when it was lost.
]]
local held, records, line, offers, fence = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local token, ttl, least = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local keys = { held = held, records = records, line = line, offers = offers, fence = fence }
local gate = lib.toolkit.gate.state.open(keys, 0)
local ends = redis.call('ZSCORE', held, token)
if not ends or tonumber(ends) <= gate.now then return false end

if least > tonumber(redis.call('GET', fence) or 0) then
  local record = lib.toolkit.gate.state.record(gate, token)
  record[6] = lib.toolkit.gate.state.raise_fence(gate, least)
  redis.call('HSET', records, token, cjson.encode(record))
end
ends = ttl and string.format('%.0f', gate.now + ttl) or 'inf'
redis.call('ZADD', held, ends, token)
lib.toolkit.gate.time.keep(gate)
return ends
