--[[
read_cached: an entry of a cache, and what was invalidated since somebody last looked.

KEYS[1] entry  the entry
KEYS[2] log    label -> when it was last invalidated
ARGV[1] since  what was invalidated until then is known

Returns the entry with its header or nothing, the ms that it has left (-1: for ever), and labels with their times in turn.
Read-only.
]]
local entry, log = KEYS[1], KEYS[2]
local since = ARGV[1]

local value = redis.call('GET', entry)
local left = value and redis.call('PTTL', entry) or -1
return { value, left, redis.call('ZRANGEBYSCORE', log, '(' .. since, '+inf', 'WITHSCORES') }
