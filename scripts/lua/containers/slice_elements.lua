--[[
slice_elements: read the elements of an array between two indexes.
Read-only.

KEYS[1] array
ARGV[1] start  the first; negative: counted from the end
ARGV[2] stop   behind the last; negative: counted from the end

Returns the elements in their order.
]]
local array, start, stop = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])

local size = redis.call('HLEN', array)
local function place(index)
  if index < 0 then index = index + size end
  return math.max(0, math.min(index, size))
end

local result = {}
lib.containers.elements.each(array, place(start), place(stop) - 1, function(_, portion)
  for _, value in ipairs(portion) do result[#result + 1] = value end
end)
return result
