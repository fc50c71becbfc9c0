--[[
remove_part: delete keys of a container or a many-to-many relation that goes.
Frees memory.

KEYS[1] prefix  of the model; never exists; its hash tag is that of all keys
KEYS[2] ids     of the model
ARGV[1] model   its descriptor as JSON
ARGV[2] name    of the property
ARGV[3] whose   the name of the model whose keys they are: the same, or the one at the other side
ARGV[4..] names  what follows that model's prefix and # in the keys; the same in its #counts

The lists of a relation that is declared from its other side stay.

Returns 1. Refuses with SCHEMA_CHANGED where another program declares it: nothing is deleted then.
]]
local prefix, ids, json, name, whose = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3]
local model, refusal = lib.schema.addressed.agreed(prefix, ids, json)
if refusal then return refusal end
return lib.maintenance.models.going.remove(model, name, whose, { unpack(ARGV, 4) }) or 1
