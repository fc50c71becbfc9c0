--[[
write: check a change set, then write all of it: entities, indexes, uniqueness. Nothing is written unless all checks pass.

KEYS[1] prefix  of the first model; never exists; its hash tag is that of all keys
KEYS[2] ids     of the first model
ARGV[1] models  how many descriptors come first
ARGV[2..] rest  the descriptors (src/write/descriptor.ts) as JSON, or by their names where this function has seen them; then for
                each change its kind, model (from 1), shape (see lib/write/shapes.lua), id and the values that the shape names;
                where many of one kind, model and shape follow each other, the kind has their number behind it, and id and values
                stand there for each

Returns for each change: the id for insert and put; 1 for update; what was held for swap; the sums for increment; the id and the row
for upsert; 1 or 0 (was not there) for delete. Of a single change it may stand alone instead of in a list.
Refuses with ENTITY_EXISTS, ENTITY_DELETED, DATA_RACE, UNIQUE, NOT_A_NUMBER, OUT_OF_BOUNDS, NO_MORE_IDS, COUNTER_BEHIND,
MISSING_REFERENCE, RESTRICT, CASCADE_LIMIT; before anything else with UNKNOWN_MODEL, for a name that it has not seen.
]]
local prefix, ids, models = KEYS[1], KEYS[2], ARGV[1]
return lib.write.change_set.run(prefix, ids, models)
