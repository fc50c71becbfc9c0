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

return lib.toolkit.gate.dismissal.dismiss(held, wake, token, message) and 1 or 0
