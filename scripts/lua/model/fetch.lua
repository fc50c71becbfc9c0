--[[
fetch: read entities by id.
Read-only.

KEYS[1] prefix   of the model; never exists
KEYS[2] all      the list of all its ids
ARGV[1] fields   JSON list of the stored names to read
ARGV[2..] ids    whose rows are wanted

Returns the stored values of each entity in the order of the ids, false values only where there is none: as JSON, or as nested
lists where the values are long.
]]
local prefix, all, fields = KEYS[1], KEYS[2], cjson.decode(ARGV[1])
local rows, row_prefix, version = {}, prefix .. ':', lib.layout.versions.take(fields)
for i = 2, #ARGV do
  local key = row_prefix .. ARGV[i]
  rows[i - 1] = redis.call('HMGET', key, unpack(fields))
  if version then lib.layout.versions.complete(version, key, rows[i - 1]) end
end
return lib.layout.reply.of(rows)
