--[[
increment_field: add a whole number to a field of a hash.

KEYS[1] hash
ARGV[1] field
ARGV[2] by

Returns the sum as text, since a number of Lua is exact up to 2^53 only.
]]
local hash, field, by = KEYS[1], ARGV[1], ARGV[2]

redis.call('HINCRBY', hash, field, by)
return redis.call('HGET', hash, field)
