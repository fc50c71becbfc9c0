--[[
find_element: search an array for a value.
Read-only.

KEYS[1] array
ARGV[1] value

Returns the index of the first element that is the value, byte by byte; -1 where there is none.
]]
local array, value = KEYS[1], ARGV[1]

local found = lib.containers.elements.each(array, 0, redis.call('HLEN', array) - 1, function(first, portion)
  for i, element in ipairs(portion) do
    if element == value then return first + i - 1 end
  end
end)
return found or -1
