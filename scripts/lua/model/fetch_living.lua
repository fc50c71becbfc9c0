--[[
fetch_living: fetch.lua for a model whose entities may expire.
Read-only.

KEYS[1] prefix   of the model; never exists
KEYS[2] all      the list of all its ids
ARGV[1] fields   JSON list of the stored names to read; the last one is when the entity expires
ARGV[2..] ids    whose rows are wanted

Returns the stored values of each entity in the order of the ids, an empty list where there is none any more: as JSON, or as nested
lists where the values are long.
]]
local prefix, all, fields = KEYS[1], KEYS[2], cjson.decode(ARGV[1])
local rows, version = {}, lib.layout.versions.take(fields)
for i = 2, #ARGV do rows[i - 1] = lib.layout.living.row(prefix .. ':' .. ARGV[i], fields, version) or {} end
return lib.layout.reply.of(rows)
