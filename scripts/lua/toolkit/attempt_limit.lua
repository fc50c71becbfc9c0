--[[
attempt_limit: count an attempt in the only limit of a key, if it has room for it.

KEYS[1] state  of the limit
KEYS[2] block  there while the key is blocked
ARGV[1] cost       of the attempt
ARGV[2] algorithm  a file of lib/toolkit/limits
ARGV[3] window     ms
ARGV[4] capacity   attempts at once
ARGV[5..] rest     ms that the key is blocked when the attempt is refused, none or 0: not at all; attempts in a window, none: as at once

Returns as one text what remains and the ms since 1970 at which the limit is as new; when it was refused also the ms until there is room.
]]
local state, block = KEYS[1], KEYS[2]
local cost, algorithm, window, capacity = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local block_for, rate = ARGV[5], ARGV[6]

local limit = lib.toolkit.limits[algorithm]
local allowed, remaining, wait, reset, blocked = limit.attempt(state, block, cost, rate or capacity, window, capacity, true)
if allowed then return string.format('%d %d', remaining, reset) end
return lib.toolkit.limiter.refuse(block, block_for, remaining, wait, reset, blocked)
