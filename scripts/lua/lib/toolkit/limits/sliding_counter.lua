--[[
sliding_counter: a HASH counts this window and the one before, which counts for the part of it that is less than a window ago.
]]
local function set(limit)
  local index, current, previous = limit.index, limit.current, limit.previous
  limit.used = previous * (1 - (limit.now / limit.window - index)) + current
  limit.reset = current > 0 and (index + 2) * limit.window or previous > 0 and (index + 1) * limit.window or limit.now
end

function module.read(limit)
  local stored = redis.call('HMGET', limit.key, 'window', 'current', 'previous')
  limit.index = math.floor(limit.now / limit.window)
  local age = limit.index - tonumber(stored[1] or -2)
  limit.current = age == 0 and tonumber(stored[2]) or 0
  limit.previous = age == 0 and tonumber(stored[3]) or age == 1 and tonumber(stored[2]) or 0
  set(limit)
end

local function write(limit)
  redis.call('HSET', limit.key, 'window', limit.index, 'current', limit.current, 'previous', limit.previous)
  set(limit)
  redis.call('PEXPIREAT', limit.key, math.ceil(limit.reset / 1000))
end

function module.add(limit, cost)
  limit.current = limit.current + cost
  write(limit)
end

function module.wait(limit, cost)
  local room, index, falling = limit.capacity - cost, limit.index, limit.previous
  local rest = room - limit.current
  -- what is counted now falls only in the next window
  if rest < 0 then index, falling, rest = index + 1, limit.current, room end
  return (index + 1 - rest / falling) * limit.window - limit.now
end

function module.take(limit, cost)
  local less = math.min(cost, limit.current)
  limit.current = limit.current - less
  limit.previous = math.max(0, limit.previous - (cost - less))
  write(limit)
end
