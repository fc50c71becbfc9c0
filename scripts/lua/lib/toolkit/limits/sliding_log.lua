--[[
sliding_log: a log has an entry for each attempt that was let through.
]]
local clock, log = lib.toolkit.clock, lib.toolkit.log
local ceil, max, format = math.ceil, math.max, string.format
local REMOVED_AT_ONCE = 1000

--[[ Add an entry, and say when the log will be over. ]]
local function write(state, now, window, total, cost, old, last)
  if not last then redis.call('UNLINK', state) end
  if old > 0 then redis.call('ZREMRANGEBYRANK', state, 0, math.min(old, REMOVED_AT_ONCE) - 1) end
  -- entries are in the order of their times, whatever the clock does
  local at = last and max(now, last + 1) or now
  local ends = ceil(at / 1000) + window
  log.put(state, at, total + cost, cost)
  redis.call('PEXPIREAT', state, format('%d', ends))
  return ends
end

function module.attempt(state, block, cost, _, window, capacity, counts)
  local now, blocked = clock.micros(), redis.call('EXISTS', block) == 1
  local total, before, old, last = log.read(state, now - window * 1000)
  local room = capacity - total + before
  local fits = room - cost >= 0
  local allowed = fits and not blocked
  if allowed and counts then return true, room - cost, 0, write(state, now, window, total, cost, old, last) end
  -- until the first entries, whose costs make room, have left the window
  local leaves = not fits and log.time_of(state, old, total + cost - capacity)
  local wait = leaves and ceil((leaves - now) / 1000 + window) or 0
  return allowed, max(0, room), wait, ceil((last or now) / 1000) + (last and window or 0), blocked
end

function module.add(state, cost, _, window)
  local now = clock.micros()
  local total, _, old, last = log.read(state, now - window * 1000)
  write(state, now, window, total, cost, old, last)
end

function module.take(state, cost, _, window)
  local total, before = log.read(state, clock.micros() - window * 1000)
  if cost < total - before then log.shorten(state, cost) else redis.call('UNLINK', state) end
end
