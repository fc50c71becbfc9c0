--[[
leave_gate: give permits back, or stop waiting for them, and serve who is next.

KEYS[1] held     who holds permits, by the end of the hold
KEYS[2] records  what is known of who holds and who waits
KEYS[3] line     who waits, by turn
KEYS[4] offers   who was served and may not know yet
KEYS[5] fence    the last fencing token
KEYS[6] wake     what the lists begin with at which clients wait; never exists
ARGV[1] token     who leaves
ARGV[2] capacity  how many permits there are

Returns 1 when it held permits until now, else 0; then 1 when somebody else was served.
]]
local held, records, line, offers, fence, wake = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local token, capacity = ARGV[1], tonumber(ARGV[2])

local ends = redis.call('ZSCORE', held, token)
local keys = { held = held, records = records, line = line, offers = offers, fence = fence, wake = wake }
local gate = lib.toolkit.gate.state.open(keys, capacity)
local owned = ends and tonumber(ends) > gate.now and 1 or 0

-- the usual case: nobody else is there
if ends and redis.call('HLEN', records) == 2 and redis.call('EXISTS', offers) == 0 then
  redis.call('DEL', held, records)
  return { owned, 0 }
end

if ends then
  local record = lib.toolkit.gate.state.drop(gate, token)
  lib.toolkit.gate.line.withdraw(gate, token, record)
elseif redis.call('ZREM', line, token) == 1 then
  redis.call('HDEL', records, token)
end
lib.toolkit.gate.line.settle(gate)
lib.toolkit.gate.time.keep(gate)
return { owned, redis.call('EXISTS', offers) }
