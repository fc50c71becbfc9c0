--[[
take_over_messages: make pending messages of a consumer group, which their consumers have left alone, one's own.

KEYS[1] stream    the stream
ARGV[1] group     the consumer group
ARGV[2] consumer  who takes over
ARGV[3] idle      ms for which nobody has touched them
ARGV[4] start     the id to go on from
ARGV[5] count     how many at most

Returns the id to go on from (0-0 at the end), then id and number of deliveries, this one included, of each message.
]]
local stream = KEYS[1]
local group, consumer, idle, start, count = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]

local claimed = redis.call('XAUTOCLAIM', stream, group, consumer, idle, start, 'COUNT', count, 'JUSTID')
local found = { claimed[1] }
for _, id in ipairs(claimed[2]) do
  local pending = redis.call('XPENDING', stream, group, id, id, 1)[1]
  local deliveries = pending[4] + 1
  redis.call('XCLAIM', stream, group, consumer, 0, id, 'RETRYCOUNT', deliveries, 'JUSTID')
  found[#found + 1] = { id, deliveries }
end
return found
