--[[
read_fields: some fields of one entity.
Read-only.

KEYS[1] prefix    of the model; never exists
KEYS[2] all       the list of all its ids
ARGV[1] id        of the entity
ARGV[2..] fields  stored names to read

Returns the stored values, false for none; false where there is no entity.
]]
local prefix, all, id = KEYS[1], KEYS[2], ARGV[1]
local key = prefix .. ':' .. id
local row = #ARGV > 1 and redis.call('HMGET', key, unpack(ARGV, 2)) or {}
for i = 1, #row do if row[i] then return row end end
return redis.call('EXISTS', key) == 1 and row or false
