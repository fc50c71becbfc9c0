--[[
fixed_window: a STRING counts what was let through in the window that ends with it.
]]
function module.attempt(state, block, cost, _, window, capacity, counts)
  local stored = redis.call('MGET', state, block)
  local used = tonumber(stored[1] or 0)
  local fits = used + cost <= capacity
  if stored[2] or not fits then
    local wait = fits and 0 or redis.call('PTTL', state) + 1
    return false, math.max(0, capacity - used), wait, lib.toolkit.clock.gone_at(state), stored[2]
  end
  if counts then
    used = used + cost
    if stored[1] then redis.call('INCRBY', state, cost) else redis.call('SET', state, cost, 'PX', window) end
  end
  return true, capacity - used, 0, lib.toolkit.clock.gone_at(state)
end

function module.add(state, cost, _, window)
  if redis.call('INCRBY', state, cost) == cost then redis.call('PEXPIRE', state, window) end
end

function module.take(state, cost)
  local used = tonumber(redis.call('GET', state) or 0)
  if used <= cost then redis.call('DEL', state) else redis.call('DECRBY', state, cost) end
end
