--[[
change_schema: let the server know how a program declares a model, and change the states of its indexes (see lib/schema/indexes.lua).

KEYS[1] prefix  of the model; never exists; its hash tag is that of all keys
KEYS[2] ids     of the model
ARGV[1] model   its descriptor as JSON (src/write/descriptor.ts)
ARGV[2] changes  JSON { to, since } by the identity of an index, as `ordered age`: a state, where `complete` and `gone` are states as well;
                 since when it rests or is stale, of one that is stale from now on or whose keys are gone
ARGV[3] build   a name for this attempt to build them
ARGV[4] settles  1: fields that the program does not declare are to be done without; else 0

Returns the descriptor that the server has from now on. Refuses with SCHEMA_CHANGED.
]]
local prefix, ids, json, changes, build, settles = KEYS[1], KEYS[2], ARGV[1], cjson.decode(ARGV[2]), ARGV[3], ARGV[4] == '1'
return lib.schema.declaration.store(prefix, ids, json, changes, build, settles)
