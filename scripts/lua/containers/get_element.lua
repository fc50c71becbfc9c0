--[[
get_element: read one element of an array, counted from its end where the index is negative.
Read-only.

KEYS[1] array
ARGV[1] index

Returns the element, false where there is none.
]]
local array, index = KEYS[1], tonumber(ARGV[1])
if index < 0 then index = index + redis.call('HLEN', array) end
return redis.call('HGET', array, index)
