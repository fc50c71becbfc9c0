--[[
slice_elements: read the elements of an array between two indexes.
Read-only.

KEYS[1] array
ARGV[1] start  the first; negative: counted from the end
ARGV[2] stop   behind the last; negative: counted from the end
ARGV[3] most   how many elements to read at most

Returns the first index, the one behind the last, and the first `most` elements between them, in their order.
]]
local array, start, stop, most = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

local size = redis.call('HLEN', array)
local function place(index)
  if index < 0 then index = index + size end
  return math.max(0, math.min(index, size))
end

local first, last = place(start), place(stop)
local result = { first, last }
lib.containers.elements.each(array, first, math.min(last, first + most) - 1, function(_, portion)
  for _, value in ipairs(portion) do result[#result + 1] = value end
end)
return result
