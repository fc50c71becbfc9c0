--[[
limiter: a limit of a key. Each of lib/toolkit/limits has

attempt(state, block, cost, rate, window, capacity, counts): whether there is room and no block, and if so count the cost when that is wanted;
  what remains; the ms until there is room, 0 where there is; the ms since 1970 at which the limit is as new; whether there is a block
add, take(state, cost, rate, window): count more, or less, whatever is allowed

Numbers come as they were sent, as texts: arithmetic takes both, and a command is told a text for a third of the price of a number.
]]
--[[ Block a key that was refused, if it was not blocked already. ]]
function module.block(block, ms) return ms > 0 and redis.call('SET', block, 1, 'PX', ms, 'NX') and ms end

--[[ What a refused attempt is answered; its key is blocked for some ms if that is wanted. ]]
function module.refuse(block, block_for, remaining, wait, reset, blocked)
  local left = block_for and module.block(block, tonumber(block_for)) or blocked and math.max(1, redis.call('PTTL', block))
  if not left then return string.format('%d %d %d', remaining, reset, math.max(wait, 1)) end
  return string.format('%d %d %d', 0, math.max(reset, lib.toolkit.clock.now() + left), math.max(wait, left))
end
