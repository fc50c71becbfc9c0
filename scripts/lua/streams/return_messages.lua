--[[
return_messages: give messages back that a consumer has not finished, for whoever has time; they are suspected of nothing.

KEYS[1] stream      the stream
ARGV[1] group       the consumer group
ARGV[2] consumer    who gives them back
ARGV[3] suspect     the other name of that consumer
ARGV[4] returned    the name under which they wait
ARGV[5..] messages  id, number of tries that have failed, and ms for which it counts as idle, of each message in turn

Returns how many were given back: not those that belong to another consumer by now.
]]
local stream = KEYS[1]
local group, consumer, suspect, returned = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local count = 0
for i = 5, #ARGV, 3 do
  local id, tries, idle = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local pending = redis.call('XPENDING', stream, group, id, id, 1)[1]
  if pending and (pending[2] == consumer or pending[2] == suspect) then
    redis.call('XCLAIM', stream, group, returned, 0, id, 'IDLE', idle, 'RETRYCOUNT', tries, 'JUSTID')
    count = count + 1
  end
end
return count
