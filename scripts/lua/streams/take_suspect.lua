--[[
take_suspect: take one message that a consumer held when it died. Any of those may have killed it, so that they are tried one at
a time, under a name that says so; where that one dies as well, its only suspect is known, and the try counts.

KEYS[1] stream    the stream
ARGV[1] group     the consumer group
ARGV[2] suspect   the name under which the taker holds it
ARGV[3] suffix    how such names end
ARGV[4] returned  the name under which messages wait that were given back: those are suspected of nothing
ARGV[5] idle      ms for which nobody has touched it
ARGV[6] start     the id to go on from
ARGV[7] count     how many pending messages to look at

Returns the id to go on from (- at the end), then id, number of the try and former consumer of the message, if there is one.
]]
local stream = KEYS[1]
local group, suspect, suffix, returned = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local idle, start, count = tonumber(ARGV[5]), ARGV[6], tonumber(ARGV[7])

local function is_suspect(name)
  return name:sub(-#suffix) == suffix
end

local pending = redis.call('XPENDING', stream, group, start, '+', count)
for _, entry in ipairs(pending) do
  local id, owner, untouched, deliveries = entry[1], entry[2], entry[3], entry[4]
  if owner ~= returned and untouched >= idle then
    local try = is_suspect(owner) and deliveries + 1 or math.max(deliveries, 1)
    redis.call('XCLAIM', stream, group, suspect, 0, id, 'RETRYCOUNT', try, 'JUSTID')
    return { '(' .. id, id, try, owner }
  end
end
if #pending < count then return { '-' } end
return { '(' .. pending[#pending][1] }
