--[[
write_cached: keep a value in a cache, and tell those who have it in their process.

KEYS[1] entry    the entry
KEYS[2] load     the gate at which one of all loads the value
KEYS[3] changed  whose load is overtaken by this
ARGV[1] value    what is kept, with its header
ARGV[2] ttl      ms until it goes away; 0: never
ARGV[3] channel  where changes are told
ARGV[4] message  what is told
]]
local entry, load, changed = KEYS[1], KEYS[2], KEYS[3]
local value, ttl, channel, message = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

-- SET would write over anything
redis.call('STRLEN', entry)
lib.toolkit.cached.overtake(load, changed)
return lib.toolkit.cached.keep(entry, value, ttl, channel, message)
