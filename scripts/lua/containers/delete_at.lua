--[[
delete_at: take one element out of a list by its index, whatever equal elements there are.

KEYS[1] list
ARGV[1] index  from 0, or from -1 at the end

Returns the element, or nil beyond the ends.
]]
local list, index = KEYS[1], ARGV[1]

local element = redis.call('LINDEX', list, index)
if not element then return false end

-- LREM removes by value only: give the element a value that no other one has
local mark = '\0removed'
while redis.call('LPOS', list, mark) do mark = mark .. '\0' end
redis.call('LSET', list, index, mark)
redis.call('LREM', list, 1, mark)
return element
