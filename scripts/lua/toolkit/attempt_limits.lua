--[[
attempt_limits: count an attempt in all limits of a key, if every one has room for it.

KEYS[1] state  of the limit; never exists where there are several, which add their suffixes
KEYS[2] block  there while the key is blocked
ARGV[1] cost       of the attempt
ARGV[2] block_for  ms that the key is blocked when the attempt is refused; 0: not at all
ARGV[3..] limits   five of each: suffix of its key, algorithm, limit, window in ms, capacity

Returns 1 when it was counted, else 0; then of each limit whether it had room, what remains, the ms until it has room, and the ms
since 1970 at which it is as new.
]]
local state, block = KEYS[1], KEYS[2]
local cost, block_for = tonumber(ARGV[1]), tonumber(ARGV[2])

local limiter = lib.toolkit.limiter.open(state, block, ARGV, 3)
local allowed = lib.toolkit.limiter.attempt(limiter, cost)
if not allowed and limiter.blocked == 0 and block_for > 0 then
  redis.call('SET', block, 1, 'PX', block_for)
  limiter.blocked = block_for
end
return lib.toolkit.limiter.report(limiter, cost, allowed)
