--[[
correct_size: correct a size that was counted, unless somebody has changed it meanwhile, or has taken it away with its index.

KEYS[1] prefix  of the model; never exists; its hash tag is that of all keys
KEYS[2] ids     of the model
ARGV[1] model   its descriptor as JSON
ARGV[2] name    of the size in #counts
ARGV[3] stored  what it was all the time while it was counted, empty for none
ARGV[4] size    what it is

Returns 1, or 0 where it is another one now.
]]
local prefix, ids, json, name, stored, size = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local model, refusal = lib.schema.addressed.given(prefix, ids, json)
if refusal then return refusal end
if (redis.call('HGET', model.counts, name) or '') ~= stored then return 0 end
lib.maintenance.sizes.correct(model, name, size)
return 1
