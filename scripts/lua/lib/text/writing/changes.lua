--[[
changes: what the texts of a call change in their indexes: noted, resolved to terms before anything is written, then written.

Whose text it is is told by its change, which learns its id when the call is checked, or, of a batch (lib/write/batch), by its id.
]]
local vocabulary, postings, words_of, push = lib.text.writing.vocabulary, lib.text.writing.postings, lib.text.writing.words.of, lib.write.groups.push

-- a list ends with a digit (see codes.lua): otherwise it is a text that was stored while nobody kept the index
local function list_of(stored) return stored and string.find(stored, '[\2-\31]$') and stored or false end

-- before: a forward list; after: a text as the client sends it; false where there is none
local function note(state, index, subject, before, after)
  local words = words_of(state, index)
  if after then postings.collect(words, subject, after, not before) end
  if before then push(state, 'compared', words, subject, before, after) end
  return words
end

function module.note(change, index)
  local state, at = change.state, index.at[1]
  local before, after = list_of(change.before and change.before[at]), change.after and change.after[at] or false
  -- a change that keeps the text has its list on both sides
  if before == after then return end
  local words = note(state, index, change, before, after)
  words.unnamed = true
  if after then push(state, 'texts', change, words, state.model.fields[at], after) end
end

-- the texts of new entities, of which one stands at `at` and each other one `step` behind
function module.note_column(state, index, ids, values, at, step)
  local words, collect = words_of(state, index), postings.collect
  for i = 1, #ids do
    local text = values[at + (i - 1) * step]
    if text then collect(words, ids[i], text, true) end
  end
end

-- an entity of a batch, whose texts are encoded when its row is written; parts: see lib/write/single/parts.lua
function module.note_id(state, parts, id, row_before, row_after)
  for i = 1, #parts do
    local index, at = parts[i].index, parts[i].at
    local before, after = list_of(row_before and row_before[at]), row_after and row_after[at] or false
    if before ~= after then note(state, index, id, before, after) end
  end
end

function module.resolve(state)
  for _, words in pairs(state.words) do vocabulary.learn(state, words) end
  local compared, texts = state.compared or {}, state.texts or {}
  for i = 1, #compared, 4 do postings.compare(state, compared[i], compared[i + 1], compared[i + 2], compared[i + 3]) end
  for i = 1, #texts, 4 do
    local change = texts[i]
    change.encoded = change.encoded or {}
    change.encoded[texts[i + 2]] = lib.text.writing.sizes.encode(texts[i + 1], texts[i + 3])
  end
end
