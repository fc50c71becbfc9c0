--[[
hold_messages: say that a consumer is still at work on its messages, so that nobody takes them over.

KEYS[1] stream      the stream
ARGV[1] group       the consumer group
ARGV[2] consumer    who is at work
ARGV[3..] messages  id and number of tries of each message, in turn

Returns the ids that belong to another consumer by now, or to nobody.
]]
local stream = KEYS[1]
local group, consumer = ARGV[1], ARGV[2]

local lost = {}
for i = 3, #ARGV, 2 do
  local id, tries = ARGV[i], ARGV[i + 1]
  local pending = redis.call('XPENDING', stream, group, id, id, 1)[1]
  if pending and pending[2] == consumer then
    redis.call('XCLAIM', stream, group, consumer, 0, id, 'RETRYCOUNT', tries, 'JUSTID')
  else
    lost[#lost + 1] = id
  end
end
return lost
