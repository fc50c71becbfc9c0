--[[
find_element: search a part of an array for a value.
Read-only.

KEYS[1] array
ARGV[1] value
ARGV[2] start  the first index to look at
ARGV[3] most   how many elements to look at

Returns the index of the first element that is the value, byte by byte; -1 where there is none up to the end of the
array, -2 where the search has to go on.
]]
local array, value, start, most = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local size = redis.call('HLEN', array)
local found = lib.containers.elements.each(array, start, math.min(size, start + most) - 1, function(first, portion)
  for i, element in ipairs(portion) do
    if element == value then return first + i - 1 end
  end
end)
return found or (start + most < size and -2 or -1)
