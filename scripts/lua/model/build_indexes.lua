--[[
build_indexes: give the next entities their entries in indexes that are being built; what is there already stays.

KEYS[1] prefix  of the model; never exists; its hash tag is that of all keys
KEYS[2] ids     of the model
ARGV[1] model   its descriptor as JSON
ARGV[2] step    JSON { indexes, build, most, from }: identities, the attempt's name, how many entities at most, the position that
                an earlier step gave

Returns [ entities seen, position of the next step or false, how often the server read from connections or false ]. Refuses with SCHEMA_CHANGED
where another program takes an index away, with UNIQUE, as write.lua: the first fact is the id of the entity whose value another one has, and
with ILLEGIBLE [id, field, what is wrong with it] where no index can hold what a row says.
]]
local prefix, ids, json, step = KEYS[1], KEYS[2], ARGV[1], cjson.decode(ARGV[2])
return lib.maintenance.building.build.run(prefix, ids, json, step)
