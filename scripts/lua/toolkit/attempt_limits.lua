--[[
attempt_limits: count an attempt in all limits of a key, if every one has room for it.

KEYS[1] state  what the keys of the limits begin with; never exists
KEYS[2] block  there while the key is blocked
ARGV[1] cost       of the attempt
ARGV[2] block_for  ms that the key is blocked when the attempt is refused; 0: not at all
ARGV[3..] limits   five of each: suffix of its key, algorithm, rate, window in ms, capacity

Returns 1 when it was counted, else 0; of a block the ms that are left and the ms since 1970 at which it ends, 0 and 0 without one; then of each
limit what attempt_limit returns, whatever the others and the block say.
]]
local state, block = KEYS[1], KEYS[2]
local cost, block_for = tonumber(ARGV[1]), tonumber(ARGV[2])

local all = lib.toolkit.limiters.all
local reply = all(state, block, cost, false, ARGV, 3)
if reply[1] == 1 then return all(state, block, cost, true, ARGV, 3) end
local left = lib.toolkit.limiter.block(block, block_for)
if left then lib.toolkit.limiters.tell_block(reply, left) end
return reply
