--[[
count_ids: how many ids a posting list of whole numbers has (see lib/layout/tree.lua).
Read-only.

KEYS[1] list    as a set; of a tree the size is known
KEYS[2] counts  of the model
ARGV[1] name    of the list there

Returns the number.
]]
local list, counts, name = KEYS[1], KEYS[2], ARGV[1]
return tonumber(redis.call('HGET', counts, name) or redis.call('SCARD', list))
