--[[
peek_limits: what an attempt would be answered.

KEYS[1] state  of the limit; never exists where there are several, which add their suffixes
KEYS[2] block  there while the key is blocked
ARGV[1] cost      of the attempt
ARGV[2..] limits  five of each: suffix of its key, algorithm, limit, window in ms, capacity

Returns as attempt_limits does. Nothing is counted.
Read-only.
]]
local state, block = KEYS[1], KEYS[2]
local cost = tonumber(ARGV[1])

local limiter = lib.toolkit.limiter.open(state, block, ARGV, 2)
local allowed = limiter.blocked == 0
for _, limit in ipairs(limiter.limits) do allowed = allowed and lib.toolkit.limiter.fits(limit, cost) end
return lib.toolkit.limiter.report(limiter, cost, allowed)
