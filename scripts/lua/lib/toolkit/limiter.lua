--[[
limiter: a limit of a key. Each of lib/toolkit/limits has

attempt(state, block, cost, rate, window, capacity, counts): whether there is room and no block, and if so count the cost when that is wanted;
  what remains; the ms until there is room, 0 where there is; the ms since 1970 at which the limit is as new; whether there is a block
add, take(state, cost, rate, window): count more, or less, whatever is allowed
]]
--[[ As the limit says it, and with a block, which ends in `left` ms if that is known. ]]
function module.attempt(state, block, cost, algorithm, rate, window, capacity, counts, left)
  local limit = lib.toolkit.limits[algorithm]
  local allowed, remaining, wait, reset, blocked = limit.attempt(state, block, cost, rate, window, capacity, counts)
  if allowed then return 1, remaining, 0, reset end
  if not blocked then return 0, remaining, math.max(wait, 1), reset end
  left = left or math.max(1, redis.call('PTTL', block))
  return 0, 0, math.max(wait, left), math.max(reset, lib.toolkit.clock.now() + left)
end

--[[ Block a key that was refused, if it was not blocked already. ]]
function module.block(block, ms) return ms > 0 and redis.call('SET', block, 1, 'PX', ms, 'NX') and ms end
