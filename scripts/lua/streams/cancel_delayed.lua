--[[
cancel_delayed: forget a message that waits to be added to its stream.

KEYS[1] due       sorted set: the time at which each message is due
KEYS[2] messages  hash: the fields of each
ARGV[1] ticket    the name of the message

Returns 1 when it waited, 0 when it was added already, or there is none.
]]
local due, messages = KEYS[1], KEYS[2]
local ticket = ARGV[1]

redis.call('HDEL', messages, ticket)
return redis.call('ZREM', due, ticket)
