--[[
enter_gates: take several locks that are all free, or none.

KEYS[1] held  of the first one; what its keys begin with
KEYS[2] wake  of the first one; never exists
ARGV[1] token     who asks
ARGV[2] ttl       ms of the holds; empty: for ever
ARGV[3] owner     who asks, for people to read
ARGV[4..] others  what the keys of the other locks begin with; they must be on the same server

Returns {1, fence, since, ends}, which are the same for all; {0} when one is held or waited for.
]]
local held, wake = KEYS[1], KEYS[2]
local token, ttl, owner = ARGV[1], ARGV[2], ARGV[3]

local locks = { held }
for i = 4, #ARGV do locks[i - 2] = ARGV[i] end
for _, lock in ipairs(locks) do
  if not lib.toolkit.gate.taking.is_free(lock) then return { 0 } end
end

local micros = lib.toolkit.clock.micros()
local fence = 0
for _, lock in ipairs(locks) do fence = math.max(fence, micros, (redis.call('GET', lock .. ':fence') or -1) + 1) end
local since, ends
for _, lock in ipairs(locks) do
  local kept = lib.toolkit.gate.fence.raise(lock .. ':fence', fence)
  local to, from = lib.toolkit.gate.taking.take(lock, token, kept, ttl, '1 ' .. owner)
  -- the first is the first to end, should a millisecond go by
  since, ends = since or from or to - ttl, ends or to
end
return { 1, string.format('%d', fence), since, ends }
