--[[
changes: what the texts of a call change in their indexes: noted, resolved to terms before anything is written, then written.
]]
local vocabulary, push = lib.text.vocabulary, lib.write.groups.push

-- a list ends with a digit (see codes.lua): otherwise it is a text that was stored while nobody kept the index
local function list_of(stored) return stored and string.find(stored, '[\2-\31]$') and stored or false end
-- before: a forward list; after: a text as the client sends it; false where there is none
function module.note(change, index)
  local at = index.at[1]
  local before, after = list_of(change.before and change.before[at]), change.after and change.after[at] or false
  -- a change that keeps the text has its list on both sides
  if before == after then return end
  push(change.state, 'texts', change, { index = index, at = at, before = before, after = after, words = false })
end

local function learn(state, texts)
  for i = 2, #texts, 2 do
    local item = texts[i]
    item.words = lib.text.words.of(state, item.index)
    if item.after then lib.text.postings.collect(texts[i - 1], item) end
  end
  for _, words in pairs(state.words) do vocabulary.learn(state, words) end
end

function module.resolve(state)
  local texts = state.texts
  learn(state, texts)
  for i = 1, #texts, 2 do lib.text.postings.resolve(state, texts[i], texts[i + 1]) end
end
