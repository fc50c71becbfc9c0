--[[
check_entries: whether the entries of a key of an index belong to entities that say the same.

KEYS[1] prefix   of the model; never exists; its hash tag is that of all keys
KEYS[2] ids      of the model
ARGV[1] model    its descriptor as JSON, where the server has none
ARGV[2] name     what follows the prefix and # in the key
ARGV[3] cursor   0, or what an earlier call gave
ARGV[4] repairs  1 to take out what belongs to none, 2 words as well that no text has, 3 what is of a wrong type, and nothing else

Returns [ the problems as JSON, each [what, name, id]; the cursor of the next call, 0 where there is none ].
]]
local prefix, ids, json, name, cursor, repairs = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local MODES = { ['1'] = true, ['2'] = 'sweep', ['3'] = 'types' }
local model, refusal = lib.schema.addressed.current(prefix, ids, json)
if refusal then return refusal end
local problems, following = lib.maintenance.entries.orphans.check(model, name, cursor, MODES[repairs])
return { cjson.encode(problems), following }
