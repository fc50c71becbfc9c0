--[[
search_documents: search an index, or one bounded slice of the search; a request as query.lua takes it.
Read-only.

KEYS[1] base  what all keys begin with; never exists
KEYS[2] ids   the numbers of all documents
ARGV[1] settings  as in store_documents.lua
ARGV[2] request   JSON { models, plan, order, offset, limit, mode, budget, keys, from } (src/toolkit/search/find.ts)

Returns [ numbers, scores, documents as flat lists, where the next slice goes on (or false), how many were found so far, whether the numbers are
in their final order and cut ]; the error SETTINGS as store_documents.lua, WORDS_CUT [word, words]
where one behind a NOT stands for more words than are looked up.
]]
local base, ids, settings, request = KEYS[1], KEYS[2], ARGV[1], cjson.decode(ARGV[2])
local refused = lib.search.index.refuse(base, settings)
if refused then return refused end
if request.models[1].key ~= base or request.models[1].ids ~= ids then return redis.error_reply('ERR the keys are not those of the index') end

local state = lib.query.state.open(request)
local parts = lib.query.answer.parts.of(state)
if state.refusal then return state.refusal end
local numbers, keys, scores, documents = parts[1], parts[4] or {}, {}, {}
for i = 1, #numbers do
  scores[i], documents[i] = keys[i][1], lib.search.rows.read(base .. ':' .. numbers[i])
end
return { numbers, scores, documents, parts[2], parts[3], parts[6] and 1 or 0 }
