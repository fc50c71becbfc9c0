--[[
fixed_window: a STRING holds what was let through, and the microsecond at which the window ends that the first of it began.
]]
local function whole(number) return string.format('%.0f', number) end

function module.read(limit)
  local used, ends = string.match(redis.call('GET', limit.key) or '', '^(%d+) (%d+)$')
  limit.ends = tonumber(ends or 0)
  limit.running = limit.ends > limit.now
  limit.used = limit.running and tonumber(used) or 0
  limit.reset = math.max(limit.now, limit.ends)
end

local function write(limit, used)
  local ends = limit.running and limit.ends or limit.now + limit.window
  limit.used, limit.reset = used, ends
  redis.call('SET', limit.key, whole(used) .. ' ' .. whole(ends), 'PXAT', whole(math.ceil(ends / 1000)))
end

function module.add(limit, cost) write(limit, limit.used + cost) end

function module.wait(limit) return limit.reset - limit.now end

function module.take(limit, cost)
  if limit.running then write(limit, math.max(0, limit.used - cost)) end
end
