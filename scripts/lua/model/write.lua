--[[
write: check a change set, then write all of it: entities, indexes, uniqueness. Nothing is written unless all checks pass.

KEYS[1] prefix   of a model; its hash tag is that of all keys
ARGV[1] models   JSON [{ key, integer, marker, counts, indexes: [{ kind, name, fields, nullable }] }]
ARGV[2..] changes  for each: kind, model (from 1), id, and what the kind takes (see lib/write/changes), lists with their length first

Returns for each change: the id for insert and put; 1 for update; pairs of field and new value for increment;
1 or 0 (was not there) for delete. Refuses with ENTITY_EXISTS, ENTITY_DELETED, DATA_RACE, UNIQUE, NOT_A_NUMBER, NO_MORE_IDS, COUNTER_BEHIND.
]]
local prefix, models = KEYS[1], lib.write.descriptors.read(ARGV[1])
if models[1].key ~= prefix then return redis.error_reply('ERR the key is not that of the first model') end
-- created: entities that earlier changes create; freed, taken: unique values by index
call = { at = 1, created = {}, freed = {}, taken = {} }

local list = lib.write.change_set.read(models)
if call.refusal then return call.refusal end
lib.write.numbering.reserve(list)
for i = 1, #models do lib.write.numbering.take(models[i]) end
if call.refusal then return call.refusal end
for i = 1, #list do list[i] = lib.write.apply.change(list[i]) end
for i = 1, #models do lib.layout.counts.write(models[i]) end
return list
