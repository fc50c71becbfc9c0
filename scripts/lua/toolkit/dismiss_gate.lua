--[[
dismiss_gate: give permits back, and tell all who wait why they need not wait any longer.

KEYS[1] held  who holds permits; what all keys begin with
KEYS[2] wake  what the lists begin with at which clients wait; never exists
ARGV[1] token    who holds
ARGV[2] message  what they are told

Returns 1; 0 when the hold had been lost, and nobody is told.
]]
local held, wake = KEYS[1], KEYS[2]
local token, message = ARGV[1], ARGV[2]

-- the usual case: nobody waits
if lib.toolkit.gate.thin.belongs(lib.toolkit.gate.thin.text(held), token) then return redis.call('DEL', held) end

local gate = lib.toolkit.gate.state.open(held, wake, 0)
local ends = redis.call('ZSCORE', held, token)
if not ends or tonumber(ends) <= gate.now then return 0 end

for _, waiter in ipairs(redis.call('ZRANGE', gate.line, 0, -1)) do
  local list = lib.toolkit.gate.wake.key(gate, lib.toolkit.gate.state.record(gate, waiter))
  redis.call('RPUSH', list, waiter .. ' ' .. message)
  redis.call('PEXPIRE', list, 5000)
end
redis.call('DEL', held, gate.records, gate.line, gate.offers)
return 1
