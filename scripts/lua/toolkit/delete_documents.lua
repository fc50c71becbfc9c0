--[[
delete_documents: take documents out of a search index.
Frees memory.

KEYS[1] base  what all keys begin with; never exists
KEYS[2] ids   the numbers of all documents
ARGV[1] settings  as in store_documents.lua
ARGV[2] keeps     1: the document stays, and is found no more
ARGV[3..] documents  their ids

Returns how many there were; the error SETTINGS as store_documents.lua.
]]
local base, ids, settings, keeps = KEYS[1], KEYS[2], ARGV[1], ARGV[2] == '1'

local index, changes = lib.search.index, lib.search.changes
if ids ~= base .. '#ids' then return redis.error_reply('ERR the keys are of two indexes') end
local refused = index.refuse(base, settings)
if refused then return refused end
local model, deleted = index.model(base, settings), 0
local state = changes.open(model)
for i = 3, #ARGV do
  local found = false
  if not keeps then found = changes.forget(state, ARGV[i])
  elseif index.number(model, ARGV[i]) then found = changes.note(state, ARGV[i], {}, {}) end
  if found then deleted = deleted + 1 end
end
local refusal = lib.search.checks.run(state)
if refusal then return refusal end
lib.search.writing.run(state)
lib.search.writing.tidy(model)
return deleted
