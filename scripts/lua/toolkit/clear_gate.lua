--[[
clear_gate: take all permits from who holds them, and serve who waits.

KEYS[1] held  who holds permits; what all keys begin with
KEYS[2] wake  what the lists begin with at which clients wait; never exists
ARGV[1] capacity  how many permits there are
ARGV[2] fenced    1: a hold gets a fencing token

Returns how many holds have ended, at most 500.
]]
local held, wake = KEYS[1], KEYS[2]
local capacity, fenced = tonumber(ARGV[1]), ARGV[2]

local gate = lib.toolkit.gate.state.open(held, wake, capacity, fenced)
local tokens = redis.call('ZRANGE', held, 0, 499)
for _, token in ipairs(tokens) do
  lib.toolkit.gate.wake.withdraw(gate, token, lib.toolkit.gate.state.drop(gate, token))
end
lib.toolkit.gate.line.settle(gate)
lib.toolkit.gate.time.keep(gate)
return #tokens
