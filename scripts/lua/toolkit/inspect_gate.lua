--[[
inspect_gate: who holds permits, and how many wait.

KEYS[1] held  who holds permits; what all keys begin with
KEYS[2] wake  what the lists begin with at which clients wait; never exists
ARGV[1] token    whose hold is meant; empty: the one that ends first

Returns the permits that are held, how many wait, and of the hold meant its record, when it ends ('inf': never), and the time.
Read-only.
]]
local held, wake = KEYS[1], KEYS[2]
local token = ARGV[1]

local now = lib.toolkit.clock.now()
local records, stamp = held .. ':records', string.format('%.0f', now)

local text = lib.toolkit.gate.thin.text(held)
if text then
  local owned = token == '' or lib.toolkit.gate.thin.belongs(text, token)
  local _, fence, permits, owner, since, ends = lib.toolkit.gate.thin.read(held, text)
  if not owned then return { tonumber(permits), 0 } end
  return { tonumber(permits), 0, cjson.encode({ permits, '', '', owner, since, fence, ends }), ends, stamp }
end

local used = tonumber(redis.call('HGET', records, '#used') or 0)
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', held, '-inf', now)) do
  used = used - cjson.decode(redis.call('HGET', records, gone))[1]
end

local reply = { used, redis.call('ZCARD', held .. ':line') }
if token == '' then token = redis.call('ZRANGEBYSCORE', held, '(' .. now, '+inf', 'LIMIT', 0, 1)[1] end
local ends = token and redis.call('ZSCORE', held, token)
if not ends or tonumber(ends) <= now then return reply end
reply[3], reply[4], reply[5] = redis.call('HGET', records, token), ends, stamp
return reply
