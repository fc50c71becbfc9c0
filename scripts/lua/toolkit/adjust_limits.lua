--[[
adjust_limits: count more in the limits of a key, or less, whatever they allow.

KEYS[1] state  of the limit; never exists where there are several, which add their suffixes
KEYS[2] block  there while the key is blocked
ARGV[1] change    what is added; below 0: what is taken back
ARGV[2..] limits  five of each: suffix of its key, algorithm, limit, window in ms, capacity

Returns as attempt_limits would for a cost of 1, which is not counted.
]]
local state, block = KEYS[1], KEYS[2]
local change = tonumber(ARGV[1])

local limiter = lib.toolkit.limiter.open(state, block, ARGV, 2)
for _, limit in ipairs(limiter.limits) do
  if change < 0 then limit.of.take(limit, -change) else limit.of.add(limit, change) end
end
-- what was written is read again, so that the answer is what an attempt would meet
limiter = lib.toolkit.limiter.open(state, block, ARGV, 2)
local allowed = limiter.blocked == 0
for _, limit in ipairs(limiter.limits) do allowed = allowed and lib.toolkit.limiter.fits(limit, 1) end
return lib.toolkit.limiter.report(limiter, 1, allowed)
