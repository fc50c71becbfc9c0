--[[
changes: what the texts of a call change in their indexes: noted, resolved to terms before anything is written, then written.
]]
local forward, vocabulary, push = lib.text.forward, lib.text.vocabulary, lib.write.groups.push

-- a list ends with a digit (see codes.lua): otherwise it is a text that was stored while nobody kept the index
local function list_of(stored) return stored and string.find(stored, '[\2-\31]$') and stored or false end
-- before: a forward list; after: a text as the client sends it; false where there is none
function module.note(change, index)
  local at = index.at[1]
  local before, after = list_of(change.before and change.before[at]), change.after and change.after[at] or false
  -- a change that keeps the text has its list on both sides
  if before == after then return end
  push(change.state, 'texts', change, { index = index, at = at, before = before, after = after, words = false, places = false })
end

local function learn(state, texts)
  local lists = {}
  for i = 2, #texts, 2 do
    local item = texts[i]
    item.words = vocabulary.of(state, item.index)
    local list = lists[item.words] or { terms = {}, seen = {} }
    lists[item.words] = list
    item.places = item.after and forward.places(item.after)
    if item.places then forward.collect(item.places, list.terms, list.seen) end
  end
  for words, list in pairs(lists) do vocabulary.learn(state, words, list.terms) end
end

function module.resolve(state)
  local texts = state.texts
  learn(state, texts)
  for i = 1, #texts, 2 do lib.text.postings.resolve(state, texts[i], texts[i + 1]) end
end
