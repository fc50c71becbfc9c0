--[[
remove_cached: take a value out of a cache, and tell those who have it in their process.

KEYS[1] entry    the entry
KEYS[2] load     the gate at which one of all loads the value
KEYS[3] changed  whose load is overtaken by this
ARGV[1] channel  where changes are told
ARGV[2] message  what is told

Returns what was there with its header, and the ms that it had left, -1: for ever; nothing when there was nothing.
]]
local entry, load, changed = KEYS[1], KEYS[2], KEYS[3]
local channel, message = ARGV[1], ARGV[2]

lib.toolkit.cached.overtake(load, changed)
local value = redis.call('GET', entry)
if not value then return false end
local left = redis.call('PTTL', entry)
redis.call('UNLINK', entry)
redis.call('PUBLISH', channel, message)
return { value, left }
