--[[
bury_message: move a message that cannot be handled to a dead-letter stream, and acknowledge it.

KEYS[1] stream    where it comes from
KEYS[2] grave     the dead-letter stream
ARGV[1] group     the consumer group
ARGV[2] consumer  who gives it up
ARGV[3] id        the message
ARGV[4] reason    what went wrong
ARGV[5] tries     how often it was tried

Returns 1 when moved, 0 when it belongs to another consumer by now, or was deleted.
]]
local stream, grave = KEYS[1], KEYS[2]
local group, consumer, id, reason, tries = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]

local pending = redis.call('XPENDING', stream, group, id, id, 1)[1]
if not pending or pending[2] ~= consumer then return 0 end

local entry = redis.call('XRANGE', stream, id, id)[1]
if entry then
  local fields = entry[2]
  local facts = { 'dead:stream', stream, 'dead:id', id, 'dead:group', group, 'dead:error', reason, 'dead:deliveries', tries }
  for _, fact in ipairs(facts) do fields[#fields + 1] = fact end
  redis.call('XADD', grave, '*', unpack(fields))
end
redis.call('XACK', stream, group, id)
return entry and 1 or 0
