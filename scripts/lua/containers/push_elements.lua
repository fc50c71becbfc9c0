--[[
push_elements: append to an array.

KEYS[1] array
ARGV[1..] values  in their order

Returns the new size.
]]
local array, values = KEYS[1], ARGV
-- unpack takes less than 8,000
local CHUNK = 512

local size = redis.call('HLEN', array)
for first = 1, #values, CHUNK do
  local row = {}
  for i = first, math.min(first + CHUNK - 1, #values) do
    row[#row + 1] = size + i - 1
    row[#row + 1] = values[i]
  end
  redis.call('HSET', array, unpack(row))
end
return size + #values
