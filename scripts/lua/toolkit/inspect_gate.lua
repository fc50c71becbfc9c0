--[[
inspect_gate: who holds permits, and how many wait.

KEYS[1] held     who holds permits, by the end of the hold
KEYS[2] records  what is known of who holds and who waits
KEYS[3] line     who waits, by turn
ARGV[1] token    whose hold is meant; empty: the one that ends first

Returns the permits that are held, how many wait, and of the hold meant its record, when it ends ('inf': never), and the time.
Read-only.
]]
local held, records, line = KEYS[1], KEYS[2], KEYS[3]
local token = ARGV[1]

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local used = tonumber(redis.call('HGET', records, '#used') or 0)
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', held, '-inf', now)) do
  used = used - cjson.decode(redis.call('HGET', records, gone))[1]
end

local reply = { used, redis.call('ZCARD', line) }
if token == '' then token = redis.call('ZRANGEBYSCORE', held, '(' .. now, '+inf', 'LIMIT', 0, 1)[1] end
local ends = token and redis.call('ZSCORE', held, token)
if not ends or tonumber(ends) <= now then return reply end
reply[3], reply[4], reply[5] = redis.call('HGET', records, token), ends, string.format('%.0f', now)
return reply
