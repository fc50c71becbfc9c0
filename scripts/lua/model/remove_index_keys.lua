--[[
remove_index_keys: delete keys of indexes that nobody keeps, and their sizes.
Frees memory.

KEYS[1] prefix  of the model; never exists; its hash tag is that of all keys
KEYS[2] ids     of the model
ARGV[1] model   its descriptor as JSON
ARGV[2] indexes  JSON: since when they are stale, by the identities of the indexes
ARGV[3..] names  what follows the prefix and # in the keys; the same in #counts; or : and the id of an entity, which loses the
                 terms of its texts: another index of the name gives terms other numbers

A key that an index which is kept has as well stays.

Returns 1, or 0 where one of the indexes is or was kept again, or is gone: another program was faster, and nothing is deleted.
]]
local prefix, ids, json, indexes = KEYS[1], KEYS[2], ARGV[1], cjson.decode(ARGV[2])
local model, refusal = lib.schema.addressed.agreed(prefix, ids, json)
if refusal then return refusal end
if not lib.schema.states.are_stale(model, indexes) then return 0 end
local terms, is_kept = lib.schema.stored_terms.of(model, indexes), lib.maintenance.entries.owners.is_kept
for i = 3, #ARGV do
  if string.sub(ARGV[i], 1, 1) == ':' then
    local key = prefix .. ARGV[i]
    if redis.call('TYPE', key).ok == 'hash' then redis.call('HDEL', key, unpack(terms)) end
  elseif not is_kept(model, ARGV[i]) then
    redis.call('UNLINK', prefix .. '#' .. ARGV[i])
    -- and what a function remembers of lists of words, which would not be there
    redis.call('HDEL', model.counts, ARGV[i], lib.text.writing.tails.name)
  end
end
return 1
