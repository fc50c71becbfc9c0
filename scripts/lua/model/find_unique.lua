--[[
find_unique: the row of the holder of a unique value.
Read-only.

KEYS[1] prefix   of the model; never exists
KEYS[2] ids      its list of every id
ARGV[1] index    what the keys of the unique index begin with
ARGV[2] counts   the key of the sizes
ARGV[3] buckets  the name of the number of buckets there
ARGV[4] value    in stored form
ARGV[5..] fields  stored names to read; where entities may expire the last one is when

Returns the stored values of the fields and the id behind them, as one JSON text or, where they are long, as a list; false where
nobody has the value.
]]
local prefix, ids, index, counts, buckets, value = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if ids ~= prefix .. '#ids' then return redis.error_reply('ERR the keys are of two models') end
local id = lib.layout.buckets.find(index, value, counts, buckets)
if not id then return false end
local names = { unpack(ARGV, 5) }
local version = lib.layout.versions.take(names)
local row = #names > 0 and redis.call('HMGET', prefix .. ':' .. id, unpack(names)) or {}
if version then lib.layout.versions.complete(version, prefix .. ':' .. id, row) end
-- someone deleted the entity by hand
if not row[1] and redis.call('EXISTS', prefix .. ':' .. id) == 0 then return false end
if lib.layout.living.is_over(ARGV[#ARGV], row[#row]) then return false end
row[#row + 1] = id
return lib.layout.reply.is_long({ row }) and row or cjson.encode(row)
