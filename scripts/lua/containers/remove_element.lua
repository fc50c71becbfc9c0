--[[
remove_element: take one element out of an array, and move those behind it up by one.

KEYS[1] array
ARGV[1] index  negative: counted from the end

Returns the element, false where there is none.
]]
local array, index = KEYS[1], tonumber(ARGV[1])

local size = redis.call('HLEN', array)
if index < 0 then index = index + size end
local removed = redis.call('HGET', array, index)
if not removed then return false end

lib.containers.elements.each(array, index + 1, size - 1, function(first, portion)
  local row = {}
  for i, value in ipairs(portion) do
    row[#row + 1] = first + i - 2
    row[#row + 1] = value
  end
  redis.call('HSET', array, unpack(row))
end)
redis.call('HDEL', array, size - 1)
return removed
