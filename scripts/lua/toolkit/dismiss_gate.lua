--[[
dismiss_gate: give permits back, and tell all who wait why they need not wait any longer.

KEYS[1] held     who holds permits, by the end of the hold
KEYS[2] records  what is known of who holds and who waits
KEYS[3] line     who waits, by turn
KEYS[4] offers   who was served and may not know yet
KEYS[5] fence    the last fencing token
KEYS[6] wake     what the lists begin with at which clients wait; never exists
ARGV[1] token    who holds
ARGV[2] message  what they are told

Returns 1; 0 when the hold had been lost, and nobody is told.
]]
local held, records, line, offers, fence, wake = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local token, message = ARGV[1], ARGV[2]

local keys = { held = held, records = records, line = line, offers = offers, fence = fence, wake = wake }
local gate = lib.toolkit.gate.state.open(keys, 0)
local ends = redis.call('ZSCORE', held, token)
if not ends or tonumber(ends) <= gate.now then return 0 end

for _, waiter in ipairs(redis.call('ZRANGE', line, 0, -1)) do
  local wake = lib.toolkit.gate.line.wake_key(gate, lib.toolkit.gate.state.record(gate, waiter))
  redis.call('RPUSH', wake, waiter .. ' ' .. message)
  redis.call('PEXPIRE', wake, 5000)
end
redis.call('DEL', held, records, line, offers)
return 1
