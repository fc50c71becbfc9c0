--[[
fetch: read entities by id.
Read-only.

KEYS[1] prefix   of the model
ARGV[1] fields   JSON list of the stored names to read
ARGV[2..] ids    whose rows are wanted

Returns the stored values of each entity in the order of the ids; false values only where there is none.
]]
local prefix, fields = KEYS[1] .. ':', cjson.decode(ARGV[1])
local rows = {}
for i = 2, #ARGV do rows[i - 1] = redis.call('HMGET', prefix .. ARGV[i], unpack(fields)) end
return rows
