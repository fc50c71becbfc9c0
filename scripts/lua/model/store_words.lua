--[[
store_words: store the terms of a text beside it, as they should be, with all that leads to them.

KEYS[1] prefix  of the model; never exists; its hash tag is that of all keys
KEYS[2] ids     of the model
ARGV[1] model   its descriptor as JSON, where the server has none
ARGV[2] index   the name of its full-text index
ARGV[3] id      of the entity
ARGV[4] digest  SHA-1 of the text as it is stored, empty where there is none
ARGV[5] terms   of it (src/text/terms.ts)

Returns 1; 0 where the text is another one by now, or the index is kept no more: nothing is written.
]]
local prefix, ids, json, name, id, digest, terms = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local model, refusal = lib.schema.addressed.current(prefix, ids, json)
if refusal then return refusal end
return lib.maintenance.texts.stored_words.put(model, name, { id = id, digest = digest, terms = terms })
