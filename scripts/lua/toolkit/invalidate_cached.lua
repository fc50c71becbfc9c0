--[[
invalidate_cached: let no entry count any more that was made before now and has one of these labels.

KEYS[1] log      label -> when it was last invalidated: the server's microseconds, or one more than the last
KEYS[2] stamp    when anything was last invalidated
ARGV[1] channel  where changes are told
ARGV[2] root     the label that every entry has
ARGV[3] most     how many labels are remembered
ARGV[4..] labels  tags and namespaces

Returns when that was. What is told is that, and the labels, as JSON.
]]
local log, stamp = KEYS[1], KEYS[2]
local channel, root, most = ARGV[1], ARGV[2], tonumber(ARGV[3])

local function whole(number) return string.format('%.0f', number) end

local time = redis.call('TIME')
local last = tonumber(redis.call('GET', stamp) or redis.call('ZRANGE', log, -1, -1, 'WITHSCORES')[2] or 0)
local at = whole(math.max(time[1] * 1000000 + time[2], last + 1))

local labels = {}
for i = 4, #ARGV do
  labels[i - 3] = ARGV[i]
  redis.call('ZADD', log, at, ARGV[i])
end

-- the oldest are forgotten: what was made before them no longer counts, whatever labels it has
local size = redis.call('ZCARD', log)
if size > most then
  local forgotten = redis.call('ZRANGE', log, size - most, size - most, 'WITHSCORES')[2]
  redis.call('ZREMRANGEBYRANK', log, 0, size - most)
  local known = tonumber(redis.call('ZSCORE', log, root) or 0)
  redis.call('ZADD', log, whole(math.max(known, tonumber(forgotten))), root)
end
redis.call('SET', stamp, at)
redis.call('PUBLISH', channel, cjson.encode({ at = at, labels = labels }))
return at
