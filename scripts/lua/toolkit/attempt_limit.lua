--[[
attempt_limit: count an attempt in the only limit of a key, if it has room for it.

KEYS[1] state  of the limit
KEYS[2] block  there while the key is blocked
ARGV[1] algorithm  a file of lib/toolkit/limits
ARGV[2] window     ms
ARGV[3] capacity   attempts at once
ARGV[4..] rest     cost of the attempt, none: 1; ms that the key is blocked when it is refused, none: 0, not at all; attempts in a window, none: as at once

Returns as one text what remains and the ms since 1970 at which the limit is as new; when it was refused also the ms until there is room.
]]
local state, block = KEYS[1], KEYS[2]
local algorithm, window, capacity = ARGV[1], ARGV[2], ARGV[3]
local cost, block_for, rate = ARGV[4] or '1', ARGV[5], ARGV[6]

local limit = lib.toolkit.limits[algorithm]
local allowed, remaining, wait, reset, blocked = limit.attempt(state, block, cost, rate or capacity, window, capacity, true)
if allowed then return string.format('%d %d', remaining, reset) end
return lib.toolkit.limiter.refuse(block, block_for, remaining, wait, reset, blocked)
