--[[
delay_message: keep a message until it is time to add it to its stream.

KEYS[1] due       sorted set: the time at which each message is due
KEYS[2] messages  hash: the fields of each
ARGV[1] ticket    the name of the message until then
ARGV[2] delay     ms from now; -1: as `at` says
ARGV[3] at        ms since 1970
ARGV[4..] fields  names and values in turn

Returns 1.
]]
local due, messages = KEYS[1], KEYS[2]
local ticket, delay, at = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

if delay >= 0 then
  local now = redis.call('TIME')
  at = now[1] * 1000 + math.floor(now[2] / 1000) + delay
end
local fields = {}
for i = 4, #ARGV do fields[#fields + 1] = ARGV[i] end
redis.call('HSET', messages, ticket, cmsgpack.pack(fields))
redis.call('ZADD', due, string.format('%.0f', at), ticket)
return 1
