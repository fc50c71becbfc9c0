--[[
fetch_outdated: rows of other versions than a program's (lib/layout/versions.lua), in the order of the ids from a position on.
Read-only.

KEYS[1] prefix   of the model; never exists
KEYS[2] ids      the list of all its ids
ARGV[1] model    its descriptor as JSON
ARGV[2] version  the program's
ARGV[3] from     the position that an earlier call gave; the empty text is the start
ARGV[4] most     entities that are looked at, about; 0: those whose ids follow
ARGV[5..] wanted  ids

Returns JSON: [ a list of each [ id, its version or false, its fields by name ], entities seen, where the next call goes on or false ].
]]
local prefix, ids, json, version, from, most = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local model, refusal = lib.schema.addressed.given(prefix, ids, json)
if refusal then return refusal end

local list, following = { unpack(ARGV, 5) }, false
if most > 0 then list, following = lib.maintenance.walk.ids(lib.write.state.new(model), from ~= '' and from or nil, most) end
local rows = {}
for i = 1, #list do
  local key = model.row .. list[i]
  local found = redis.call('HGET', key, lib.layout.versions.NAME)
  local row = (found or '1') ~= version and lib.layout.versions.all(key)
  if row then rows[#rows + 1] = { list[i], found, row } end
end
return cjson.encode({ rows, #list, following or false })
