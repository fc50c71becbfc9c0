--[[
write_cached: keep a value in a cache, and tell those who have it in their process.

KEYS[1] entry    the entry
ARGV[1] value    what is kept, with its header
ARGV[2] ttl      ms until it goes away; 0: never
ARGV[3] channel  where changes are told
ARGV[4] message  what is told

Returns nothing of interest.
]]
local entry = KEYS[1]
local value, ttl, channel, message = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

if ttl == '0' then redis.call('SET', entry, value) else redis.call('SET', entry, value, 'PX', ttl) end
return redis.call('PUBLISH', channel, message)
