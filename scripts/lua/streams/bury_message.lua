--[[
bury_message: move a message that cannot be handled to a dead-letter stream, and acknowledge it.

KEYS[1] stream    where it comes from
KEYS[2] grave     the dead-letter stream
ARGV[1] group     the consumer group
ARGV[2] consumer  who gives it up
ARGV[3] suspect   the other name of that consumer
ARGV[4] id        the message
ARGV[5..] facts   names and values to be added to its fields, in turn

Returns 1 when moved, 0 when it belongs to another consumer by now, or was deleted, -1 when it has too many fields for a
script: nothing was done then.
]]
local stream, grave = KEYS[1], KEYS[2]
local group, consumer, suspect, id = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
-- what unpack() takes, and some
local WIDEST = 7000

local pending = redis.call('XPENDING', stream, group, id, id, 1)[1]
if not pending or (pending[2] ~= consumer and pending[2] ~= suspect) then return 0 end

local entry = redis.call('XRANGE', stream, id, id)[1]
if entry then
  local fields = entry[2]
  if #fields > WIDEST then return -1 end
  for i = 5, #ARGV do fields[#fields + 1] = ARGV[i] end
  redis.call('XADD', grave, '*', unpack(fields))
end
redis.call('XACK', stream, group, id)
return entry and 1 or 0
