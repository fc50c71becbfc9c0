--[[
check_words: whether the terms that entities have of their texts lead to them.

KEYS[1] prefix   of the model; never exists; its hash tag is that of all keys
KEYS[2] ids      of the model
ARGV[1] model    its descriptor as JSON, where the server has none
ARGV[2] repairs  1 to add what is missing
ARGV[3] cursor   0, or what an earlier call gave
ARGV[4..] all    the ids of the entities

Returns [ the problems as JSON, each [what, name, id]: `missing`, or `words` where nothing leads to a term, the text has to be split anew;
the cursor of the next call, 0 where there is none ].
]]
local prefix, ids, json, repairs, cursor = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3]
local model, refusal = lib.schema.addressed.current(prefix, ids, json)
if refusal then return refusal end
local problems, following = lib.maintenance.texts.word_rows.check(model, { unpack(ARGV, 4) }, cursor, repairs == '1')
return { cjson.encode(problems), following }
