--[[
clear_gate: take all permits from who holds them, and serve who waits.

KEYS[1] held     who holds permits, by the end of the hold
KEYS[2] records  what is known of who holds and who waits
KEYS[3] line     who waits, by turn
KEYS[4] offers   who was served and may not know yet
KEYS[5] fence    the last fencing token
KEYS[6] wake     what the lists begin with at which clients wait; never exists
ARGV[1] capacity  how many permits there are

Returns how many holds have ended, at most 500.
]]
local held, records, line, offers, fence, wake = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local capacity = tonumber(ARGV[1])

local keys = { held = held, records = records, line = line, offers = offers, fence = fence, wake = wake }
local gate = lib.toolkit.gate.state.open(keys, capacity)
local tokens = redis.call('ZRANGE', held, 0, 499)
for _, token in ipairs(tokens) do
  lib.toolkit.gate.line.withdraw(gate, token, lib.toolkit.gate.state.drop(gate, token))
end
lib.toolkit.gate.line.settle(gate)
lib.toolkit.gate.time.keep(gate)
return #tokens
