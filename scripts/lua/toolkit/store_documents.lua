--[[
store_documents: store documents in a search index, each in place of the one that its id has.

KEYS[1] base  what all keys begin with; never exists
KEYS[2] ids   the numbers of all documents
ARGV[1] settings   JSON { fields, suffix, ... }: all who use the index must agree
ARGV[2] keeps      1: metadata that is not given stays
ARGV[3..] documents  of each: id, document as JSON, the terms of each field ('-' for none, '+' and the terms), the number of metadata, their
                   names and values

Returns how many are new; the error SETTINGS with those that are kept, when they are others.
]]
local base, ids, settings, keeps = KEYS[1], KEYS[2], ARGV[1], ARGV[2] == '1'

local index, changes = lib.search.index, lib.search.changes
if ids ~= base .. '#ids' then return redis.error_reply('ERR the keys are of two indexes') end
local refused = index.refuse(base, settings)
if refused then return refused end
local model = index.model(base, settings)
local state, at, fields = changes.open(model), 3, #model.fields

local function read_document()
  local id, after, row = ARGV[at], {}, { 'id', ARGV[at], 'document', ARGV[at + 1] }
  for i = 1, fields do
    local terms = ARGV[at + 1 + i]
    after[i] = terms ~= '-' and string.sub(terms, 2) or nil
  end
  at = at + 2 + fields
  local last = at + 2 * tonumber(ARGV[at])
  for i = at + 1, last, 2 do row[#row + 1], row[#row + 2] = 'm:' .. ARGV[i], ARGV[i + 1] end
  at = last + 1
  changes.note(state, id, after, row)
end

while at < #ARGV do read_document() end
local refusal = lib.search.checks.run(state)
if refusal then return refusal end
redis.call('SET', index.settings(base), settings)
for _, change in ipairs(state.list) do
  if change.before and not keeps then lib.search.rows.forget_metadata(change.key) end
end
lib.search.writing.run(state)
return state.wanted and #state.wanted or 0
