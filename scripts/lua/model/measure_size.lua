--[[
measure_size: the size of a long list of ids, of a unique index or of the texts of an index, part by part.
Read-only.

KEYS[1] prefix  of the model; never exists; its hash tag is that of all keys
KEYS[2] ids     of the model
ARGV[1] model   its descriptor as JSON
ARGV[2] name    of the size in #counts
ARGV[3] from    0, or what an earlier call gave

Returns [ entries of the part, where the next call goes on or false, the size that is stored ].
]]
local prefix, ids, json, name, from = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3]
local model, refusal = lib.schema.addressed.given(prefix, ids, json)
if refusal then return refusal end
return lib.maintenance.sizes.measure(model, name, from)
