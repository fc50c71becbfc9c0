--[[
check_schema: whether what the server has to know of a model can be read: its descriptor, and which models lead to it.

KEYS[1] prefix   of the model; never exists; its hash tag is that of all keys
KEYS[2] ids      of the model
ARGV[1] model    its descriptor as JSON
ARGV[2] repairs  1 to delete a descriptor that cannot be read, and to write the names of the models anew

Returns the problems as JSON, each [what, name]: `schema`, and `models` or `referrers`.
]]
local prefix, ids, json, repairs = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
local model, refusal = lib.schema.addressed.given(prefix, ids, json)
if refusal then return refusal end
return cjson.encode(lib.maintenance.models.knowledge.check(model, repairs == '1'))
