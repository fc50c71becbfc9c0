--[[
delete_consumers: delete consumers of a group that hold nothing: those that are named, and those not heard of for long.

KEYS[1] stream    the stream
ARGV[1] group     the consumer group
ARGV[2] idle      ms for which the others have done nothing; -1: none of them
ARGV[3..] names   those that go in any case

Returns how many went.
]]
local stream = KEYS[1]
local group, idle = ARGV[1], tonumber(ARGV[2])

local named = {}
for i = 3, #ARGV do named[ARGV[i]] = true end

local count = 0
for _, flat in ipairs(redis.call('XINFO', 'CONSUMERS', stream, group)) do
  local facts = {}
  for i = 1, #flat, 2 do facts[flat[i]] = flat[i + 1] end
  local gone = named[facts.name] or (idle >= 0 and facts.idle >= idle)
  if gone and facts.pending == 0 then
    redis.call('XGROUP', 'DELCONSUMER', stream, group, facts.name)
    count = count + 1
  end
end
return count
