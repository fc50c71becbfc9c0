--[[
get_document: a document of a search index.
Read-only.

KEYS[1] base    what all keys begin with; never exists
KEYS[2] counts  its sizes
ARGV[1] id      of the document

Returns id, document and metadata as a flat list of names and values, false where there is none.
]]
local base, counts, id = KEYS[1], KEYS[2], ARGV[1]
local number = lib.layout.buckets.holder(base .. '#uq:id', id, tonumber(redis.call('HGET', counts, 'uq/id') or nil) or 1)
if not number then return false end
return lib.search.rows.read(base .. ':' .. number)
