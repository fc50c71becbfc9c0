--[[
extend_gate: let a hold end later, if it has not ended.

KEYS[1] held  who holds permits; what all keys begin with
KEYS[2] wake  what the lists begin with at which clients wait; never exists
ARGV[1] token  who holds
ARGV[2] ttl    ms from now on; empty: for ever
ARGV[3] least  the fencing token becomes at least this

Returns the ms at which the hold ends, 'inf' for never; nothing when it was lost.
]]
local held, wake = KEYS[1], KEYS[2]
local token, ttl, least = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local text = lib.toolkit.gate.thin.text(held)
if lib.toolkit.gate.thin.belongs(text, token) then
  return lib.toolkit.gate.thin.extend(held, held .. ':fence', ttl, least, text)
end

local gate = lib.toolkit.gate.state.open(held, wake, 0)
local ends = redis.call('ZSCORE', held, token)
if not ends or tonumber(ends) <= gate.now then return false end

local record = least > 0 and lib.toolkit.gate.state.record(gate, token)
if record and least > tonumber(record[6]) then
  record[6] = lib.toolkit.gate.fence.raise(held .. ':fence', least)
  redis.call('HSET', gate.records, token, cjson.encode(record))
end
ends = ttl and string.format('%.0f', gate.now + ttl) or 'inf'
redis.call('ZADD', held, ends, token)
lib.toolkit.gate.time.keep(gate)
return ends
