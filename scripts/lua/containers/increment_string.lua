--[[
increment_string: add a whole number to a string.

KEYS[1] key
ARGV[1] by

Returns the sum as text, since a number of Lua is exact up to 2^53 only.
]]
local key, by = KEYS[1], ARGV[1]

redis.call('INCRBY', key, by)
return redis.call('GET', key)
