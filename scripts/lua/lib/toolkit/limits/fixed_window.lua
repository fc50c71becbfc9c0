--[[
fixed_window: a STRING counts what was let through in the window that ends with it.
]]
local clock = lib.toolkit.clock

function module.attempt(state, block, cost, _, window, capacity, counts)
  local stored = redis.call('GET', state)
  local blocked = redis.call('EXISTS', block) == 1
  local before = capacity - (stored or 0)
  local left = before - cost
  if blocked or left < 0 then
    local wait = left < 0 and redis.call('PTTL', state) + 1 or 0
    return false, math.max(0, before), wait, clock.gone_at(state), blocked
  end
  if not counts then return true, before, 0, clock.gone_at(state) end
  if stored then redis.call('INCRBY', state, cost) else redis.call('SET', state, cost, 'PX', window) end
  return true, left, 0, clock.gone_at(state)
end

function module.add(state, cost, _, window)
  if redis.call('INCRBY', state, cost) == cost then redis.call('PEXPIRE', state, window) end
end

function module.take(state, cost)
  local used = tonumber(redis.call('GET', state) or 0)
  if used <= cost then redis.call('DEL', state) else redis.call('DECRBY', state, cost) end
end
