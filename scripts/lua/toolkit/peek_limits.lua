--[[
peek_limits: what an attempt would be answered.

KEYS[1] state  what the keys of the limits begin with; never exists
KEYS[2] block  there while the key is blocked
ARGV[1] cost      of the attempt
ARGV[2..] limits  five of each: suffix of its key, algorithm, rate, window in ms, capacity

Returns as attempt_limits does. Nothing is counted.
Read-only.
]]
local state, block = KEYS[1], KEYS[2]
local cost = tonumber(ARGV[1])

return lib.toolkit.limiters.all(state, block, cost, false, ARGV, 2)
