--[[
release_delayed: add the messages to their stream whose time has come.

KEYS[1] stream    the stream
KEYS[2] due       sorted set: the time at which each message is due
KEYS[3] messages  hash: the fields of each
ARGV[1] count     how many at most

Returns ms until the next one is due; -1 when there is none.
]]
local stream, due, messages = KEYS[1], KEYS[2], KEYS[3]
local count = ARGV[1]

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

for _, ticket in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, count)) do
  local fields = redis.call('HGET', messages, ticket)
  if fields then redis.call('XADD', stream, '*', unpack(cmsgpack.unpack(fields))) end
  redis.call('ZREM', due, ticket)
  redis.call('HDEL', messages, ticket)
end

local next = redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')[2]
return next and math.max(0, tonumber(next) - now) or -1
