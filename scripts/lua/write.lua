--[[
write: check a change set, then write all of it: entities, indexes, uniqueness. Nothing is written unless all checks pass.

KEYS[1] prefix   of the first model; its hash tag is that of all keys
ARGV[1] models   JSON [{ key, integer, marker, indexes: [{ kind, name, fields, nullable }] }]
ARGV[2..] changes  for each: kind, model (from 1), id, and lists with their length before them:
                   insert, put: pairs; update: pairs, fields to unset, pairs expected, fields expected absent;
                   increment: triples of field, amount, 'integer' or 'float'; delete: nothing

Returns for each change: the id for insert and put; 1 for update; pairs of field and new value for increment;
1 or 0 (was not there) for delete. Refuses with ENTITY_EXISTS, ENTITY_DELETED, DATA_RACE, UNIQUE, NOT_A_NUMBER.
]]
local prefix, models = KEYS[1], cjson.decode(ARGV[1])
-- @include lib/changes
models[1].key = prefix

local function next_id(change)
  local counter = change.model.key .. '#next'
  if change.id == '' then return ids.text(redis.call('INCR', counter)) end
  -- an id that was given moves the counter on, so that it is not given out again
  if change.model.counts and tonumber(change.id) > tonumber(redis.call('GET', counter) or '0') then
    redis.call('SET', counter, change.id)
  end
  return change.id
end

local function write_row(change)
  if change.replace then redis.call('DEL', change.key) end
  if change.set then arguments.call('HSET', change.key, change.set) end
  if change.sums then redis.call('HSET', change.key, unpack(change.sums)) end
  if change.unset then arguments.call('HDEL', change.key, change.unset) end
  -- a hash without fields is no hash
  if change.model.marker then redis.call('HSET', change.key, '~', '') end
end

local function apply(change)
  local model = change.model
  if change.after and not change.before then
    change.id = next_id(change)
    change.key = model.key .. ':' .. change.id
    posting.add(model, 'ids', change.id)
  elseif change.before and not change.after then
    posting.remove(model, 'ids', change.id)
    redis.call('DEL', change.key)
  end
  for _, index in ipairs(model.indexes) do indexes.move(model, index, change.before, change.after, change.id) end
  if change.after then write_row(change) end
  if change.sums then return change.sums end
  if change.set and not change.unset then return change.id end
  return change.before and 1 or 0
end

local list, refusal = changes.read(models)
if refusal then return refusal end
for i = 1, #list do list[i] = apply(list[i]) end
return list
