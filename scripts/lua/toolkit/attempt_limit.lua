--[[
attempt_limit: count an attempt in the only limit of a key, if it has room for it.

KEYS[1] state  of the limit
KEYS[2] block  there while the key is blocked
ARGV[1] cost       of the attempt
ARGV[2] algorithm  a file of lib/toolkit/limits
ARGV[3] rate       attempts in a window
ARGV[4] window     ms
ARGV[5] capacity   attempts at once
ARGV[6] block_for  ms that the key is blocked when the attempt is refused; 0: not at all

Returns 1 when it was counted, else 0; what remains; the ms until there is room; the ms since 1970 at which the limit is as new.
]]
local state, block = KEYS[1], KEYS[2]
local cost, algorithm, rate, window = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local capacity, block_for = tonumber(ARGV[5]), tonumber(ARGV[6])

local attempt = lib.toolkit.limiter.attempt
local allowed, remaining, wait, reset = attempt(state, block, cost, algorithm, rate, window, capacity, true)
local left = allowed == 0 and lib.toolkit.limiter.block(block, block_for)
if left then
  allowed, remaining, wait, reset = attempt(state, block, cost, algorithm, rate, window, capacity, false, left)
end
return { allowed, remaining, wait, reset }
