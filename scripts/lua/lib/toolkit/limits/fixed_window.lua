--[[
fixed_window: a STRING holds what was let through, and the microsecond at which the window ends that the first of it began.
]]
function module.read(limit)
  local stored = redis.call('GET', limit.key)
  local used, ends
  if stored then used, ends = string.match(stored, '^(%d+) (%d+)$') end
  limit.ends = tonumber(ends or 0)
  limit.running = limit.ends > limit.now
  limit.used = limit.running and tonumber(used) or 0
  limit.reset = limit.running and limit.ends or limit.now
end

local function write(limit, used)
  local ends = limit.running and limit.ends or limit.now + limit.window
  limit.used, limit.reset = used, ends
  redis.call('SET', limit.key, string.format('%d %d', used, ends), 'PXAT', math.ceil(ends / 1000))
end

function module.add(limit, cost) write(limit, limit.used + cost) end

function module.wait(limit) return limit.reset - limit.now end

function module.take(limit, cost)
  if limit.running then write(limit, math.max(0, limit.used - cost)) end
end
