--[[
delete_element: take one element out of an array, and move those behind it up by one.

KEYS[1] array
ARGV[1] index  negative: counted from the end
ARGV[2] most   how many elements may be moved

Returns the element, false where there is none; TOO_MANY [elements] when more than `most` are behind it.
]]
local array, index, most = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])

local size = redis.call('HLEN', array)
if index < 0 then index = index + size end
local deleted = redis.call('HGET', array, index)
if not deleted then return false end
local behind = size - 1 - index
if behind > most then return redis.error_reply(string.format('TOO_MANY [%d]', behind)) end

lib.containers.elements.each(array, index + 1, size - 1, function(first, portion)
  local row = {}
  for i, value in ipairs(portion) do
    row[#row + 1] = first + i - 2
    row[#row + 1] = value
  end
  redis.call('HSET', array, unpack(row))
end)
redis.call('HDEL', array, size - 1)
return deleted
