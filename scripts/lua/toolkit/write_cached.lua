--[[
write_cached: keep a value in a cache, and tell those who have it in their process.

KEYS[1] entry    the entry
KEYS[2] load     exists while somebody loads the value
KEYS[3] changed  exists where the entry was changed during a load
ARGV[1] value    what is kept, with its header
ARGV[2] ttl      ms until it goes away; 0: never
ARGV[3] channel  where changes are told
ARGV[4] message  what is told
ARGV[5] loaded   1: it was loaded, and is older than what anybody did to the entry meanwhile

Returns nothing where it was loaded and is not kept.
]]
local entry, load, changed = KEYS[1], KEYS[2], KEYS[3]
local value, ttl, channel, message, loaded = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]

-- SET would write over anything
redis.call('STRLEN', entry)
if loaded == '1' then
  if redis.call('DEL', changed) == 1 then return false end
else lib.toolkit.loading.overtake(load, changed) end

if ttl == '0' then redis.call('SET', entry, value) else redis.call('SET', entry, value, 'PX', ttl) end
return redis.call('PUBLISH', channel, message)
