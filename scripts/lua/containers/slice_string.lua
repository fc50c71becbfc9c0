--[[
slice_string: a part of a string, as JavaScript slices: GETRANGE takes an end before the start of the string for its first byte.
Read-only.

KEYS[1] key
ARGV[1] start  the first byte; negative: counted from the end
ARGV[2] stop   behind the last byte; negative: counted from the end

Returns the bytes.
]]
local key, start, stop = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])

local size = redis.call('STRLEN', key)
local function place(index) return index < 0 and math.max(0, index + size) or index end
local first, last = place(start), place(stop) - 1
if last < first then return '' end
return redis.call('GETRANGE', key, first, last)
