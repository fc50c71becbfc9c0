--[[
fence: fencing tokens that only grow.

A fencing token is the server's time in microseconds, or one more than the last: it grows also when the counter is lost with the data.
]]
local DAY = 86400000

-- tostring() would write large numbers with an exponent
local function whole(number) return string.format('%d', number) end

--[[ The next token. It is kept for a day under `key`, which is empty where nobody asks for fences. ]]
function module.next(key, micros)
  if key == '' then return '0' end
  local fence = whole(micros)
  local last = redis.call('SET', key, fence, 'PX', DAY, 'GET')
  return last and tonumber(last) >= micros and module.raise(key, last + 1) or fence
end

function module.raise(key, least)
  local fence = whole(least)
  redis.call('SET', key, fence, 'PX', DAY)
  return fence
end
