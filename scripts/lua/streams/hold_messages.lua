--[[
hold_messages: say that a consumer is still at work on its messages, so that nobody takes them over.

KEYS[1] stream      the stream
ARGV[1] group       the consumer group
ARGV[2] consumer    who is at work
ARGV[3] suspect     the name under which it holds the message that may have killed another consumer
ARGV[4..] messages  id, number of the try and name to hold it under, of each message in turn

Returns the ids that belong to another consumer by now, or to nobody.
]]
local stream = KEYS[1]
local group, consumer, suspect = ARGV[1], ARGV[2], ARGV[3]

local lost = {}
for i = 4, #ARGV, 3 do
  local id, try, name = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local pending = redis.call('XPENDING', stream, group, id, id, 1)[1]
  if pending and (pending[2] == consumer or pending[2] == suspect) then
    redis.call('XCLAIM', stream, group, name, 0, id, 'RETRYCOUNT', try, 'JUSTID')
  else
    lost[#lost + 1] = id
  end
end
return lost
