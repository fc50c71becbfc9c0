--[[
fence: fencing tokens that only grow.

A counter begins with the server's time in microseconds and goes away a day later; what follows begins with the time again, which is
beyond all that was counted since. So it grows also when the data is lost.
]]
local DAY = '86400000'

-- tostring() would write large numbers with an exponent
local function whole(number) return string.format('%d', number) end

--[[ The next token of the counter `key`, which is empty where nobody asks for fences. ]]
function module.next(key)
  if key == '' then return '0' end
  local fence = redis.call('INCR', key)
  if fence == 1 then return module.raise(key, lib.toolkit.clock.micros()) end
  return whole(fence)
end

function module.raise(key, least)
  local fence = whole(least)
  redis.call('SET', key, fence, 'PX', DAY)
  return fence
end
