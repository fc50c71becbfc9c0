--[[
drop_part: let the server know that a program deletes a container or a many-to-many relation which it declares no more (lib/schema/going.lua).

KEYS[1] prefix  of the model; never exists; its hash tag is that of all keys
KEYS[2] ids     of the model
ARGV[1] model   its descriptor as JSON
ARGV[2] name    of the property
ARGV[3] done    0 before the first of its keys is deleted, 1 behind the last one

Returns [ 1 where the server knows it, else 0; the names of the one or two models that have keys of it ], and [] where it is done. Refuses with
SCHEMA_CHANGED where it is done and another program declares it.
]]
local prefix, ids, json, name, done = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3]
local model, refusal = lib.schema.addressed.agreed(prefix, ids, json)
if refusal then return refusal end
if done == '1' then return lib.maintenance.models.going.finish(model, name) or {} end
return lib.maintenance.models.going.begin(model, name)
