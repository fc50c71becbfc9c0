--[[
list_documents: ids of some documents of a search index, from its end.
Read-only.

KEYS[1] base  what all keys begin with; never exists
KEYS[2] ids   the numbers of all documents
ARGV[1] most  how many

Returns the ids.
]]
local base, ids, most = KEYS[1], KEYS[2], tonumber(ARGV[1])

local model = { key = base, counts = base .. '#counts', ids = ids, integer = true }
local state = { spent = 0 }
local all = { op = 'posting', key = ids, model = model, reverse = true }
local numbers, found = lib.query.nodes.posting.scan(state, all, nil, most), {}
for i = 1, #numbers do found[i] = redis.call('HGET', base .. ':' .. numbers[i], 'id') end
return found
