--[[
take_returned: take messages that were given back and are due.

KEYS[1] stream    the stream
ARGV[1] group     the consumer group
ARGV[2] consumer  who takes them
ARGV[3] returned  the name under which they wait
ARGV[4] idle      ms for which one that is due counts as idle
ARGV[5] count     how many at most

Returns id and number of the try that begins now, of each message.
]]
local stream = KEYS[1]
local group, consumer, returned, idle, count = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]

local taken = {}
for _, pending in ipairs(redis.call('XPENDING', stream, group, 'IDLE', idle, '-', '+', count, returned)) do
  local id, try = pending[1], pending[4] + 1
  redis.call('XCLAIM', stream, group, consumer, 0, id, 'RETRYCOUNT', try, 'JUSTID')
  taken[#taken + 1] = { id, try }
end
return taken
