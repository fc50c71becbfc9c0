--[[
set_element: replace one element of an array.

KEYS[1] array
ARGV[1] index  negative: counted from the end
ARGV[2] value

Returns 1 when replaced, 0 when there is no such element.
]]
local array, index, value = KEYS[1], tonumber(ARGV[1]), ARGV[2]

local size = redis.call('HLEN', array)
if index < 0 then index = index + size end
if index < 0 or index >= size then return 0 end

redis.call('HSET', array, index, value)
return 1
