--[[
read_fields: some fields of one entity.
Read-only.

KEYS[1] prefix    of the model; never exists
KEYS[2] all       the list of all its ids
ARGV[1] id        of the entity
ARGV[2..] fields  stored names to read; where entities may expire the last one is when

Returns the stored values, false for none; false where there is no entity.
]]
local prefix, all, id = KEYS[1], KEYS[2], ARGV[1]
local key = prefix .. ':' .. id
local names = { unpack(ARGV, 2) }
if #names > 0 then return lib.layout.living.row(key, names, lib.layout.versions.take(names)) end
return redis.call('EXISTS', key) == 1 and {} or false
