--[[
write: check a change set, then write all of it: entities, indexes, uniqueness. Nothing is written unless all checks pass.

KEYS[1] prefix   of the first model; its hash tag is that of all keys
ARGV[1] models   JSON [{ key, integer, marker, counts, indexes: [{ kind, name, fields, nullable }] }]
ARGV[2..] changes  for each: kind, model (from 1), id, and what the kind takes (see lib/changes), lists with their length first

Returns for each change: the id for insert and put; 1 for update; pairs of field and new value for increment;
1 or 0 (was not there) for delete. Refuses with ENTITY_EXISTS, ENTITY_DELETED, DATA_RACE, UNIQUE, NOT_A_NUMBER.
]]
-- @include lib/lazy
-- @lazy lib/apply
-- @lazy lib/change_set
-- @lazy lib/counts
local prefix, models = KEYS[1], cjson.decode(ARGV[1])
models[1].key = prefix

local function counters(model)
  local names = { 'ids' }
  for _, index in ipairs(model.indexes) do
    if index.kind == 'unique' then
      names[#names + 1] = 'uq:' .. index.name
      names[#names + 1] = 'uq/' .. index.name
    end
  end
  return names
end

for _, model in ipairs(models) do lib.counts.read(model, counters(model)) end
local list, refusal = lib.change_set.read(models)
if refusal then return refusal end
for i = 1, #list do list[i] = lib.apply.change(list[i]) end
lib.counts.write()
return list
