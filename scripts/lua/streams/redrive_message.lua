--[[
redrive_message: give a dead letter back to the group that has given it up, with no tries counted.

KEYS[1] grave     the dead-letter stream
KEYS[2] stream    the stream that it comes from
ARGV[1] letter    its id among the dead letters
ARGV[2] id        its id in the stream
ARGV[3] group     the consumer group
ARGV[4] returned  the name under which messages wait that were given back
ARGV[5] idle      ms for which it counts as idle
ARGV[6..] fields  what is added as a new message where the old one is gone; none: too many for a script

Returns 1 when the old message is pending again, 2 when a new one was added, 0 when the letter is gone, -1 when the fields
are wanted: nothing was done then.
]]
local grave, stream = KEYS[1], KEYS[2]
local letter, id, group, returned, idle = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]

if #redis.call('XRANGE', grave, letter, letter) == 0 then return 0 end

local way = 1
if #redis.call('XRANGE', stream, id, id) > 0 then
  redis.call('XCLAIM', stream, group, returned, 0, id, 'IDLE', idle, 'RETRYCOUNT', 0, 'FORCE', 'JUSTID')
else
  if #ARGV < 6 then return -1 end
  local fields = {}
  for i = 6, #ARGV do fields[#fields + 1] = ARGV[i] end
  redis.call('XADD', stream, '*', unpack(fields))
  way = 2
end
redis.call('XDEL', grave, letter)
return way
