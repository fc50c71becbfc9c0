--[[
check_rows: whether entities have all the entries that their rows ask for.

KEYS[1] prefix   of the model; never exists; its hash tag is that of all keys
KEYS[2] ids      of the model
ARGV[1] model    its descriptor as JSON, where the server has none
ARGV[2] repairs  1 to add what is missing
ARGV[3..] all    the ids of the entities

Returns the problems as JSON, each [what, name, id, fact]: `missing`; `taken`, another one, the fact, holds the unique value; `behind`, the last
id that was given out; `illegible`, an id or a field that nobody could load, the fact says why.
]]
local prefix, ids, json, repairs = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
local model, refusal = lib.schema.addressed.current(prefix, ids, json)
if refusal then return refusal end
return cjson.encode(lib.maintenance.rows.gaps.check(model, { unpack(ARGV, 3) }, repairs == '1'))
