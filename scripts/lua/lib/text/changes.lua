--[[
changes: what the texts of a call change in their indexes: noted, resolved to terms before anything is written, then written.
]]
local codes, forward, vocabulary, push = lib.text.codes, lib.text.forward, lib.text.vocabulary, lib.write.groups.push

-- a list ends with a digit (see codes.lua): otherwise it is a text that was stored while nobody kept the index
local function list_of(stored) return stored and string.find(stored, '[\2-\31]$') and stored or false end
-- before: a forward list; after: a text as the client sends it; false where there is none
function module.note(change, index)
  local at = index.at[1]
  local before, after = list_of(change.before and change.before[at]), change.after and change.after[at] or false
  -- a change that keeps the text has its list on both sides
  if before == after then return end
  push(change.state, 'texts', change, { index = index, at = at, before = before, after = after, words = false, list = false })
end

local function learn(state, texts)
  local lists = {}
  for i = 2, #texts, 2 do
    local item = texts[i]
    item.words = vocabulary.of(state, item.index)
    local list = lists[item.words] or { terms = {}, seen = {} }
    lists[item.words] = list
    forward.collect(item.after or '', list.terms, list.seen)
  end
  for words, list in pairs(lists) do vocabulary.learn(state, words, list.terms) end
end

-- an id comes to the list of a term, or goes from it
local function move(change, words, entry, how)
  if not entry.listed then entry[how][#entry[how] + 1] = change
  else
    push(change.state, how, words.index.list .. entry.n, change)
    entry.left = entry.left or how == 'gone'
  end
end

local function resolve(state, change, item)
  local words, length = item.words, 0
  if item.after then
    change.encoded = change.encoded or {}
    item.list, length = forward.encode(item.after, words.by_term)
    change.encoded[state.model.fields[item.at]] = item.list
  end
  local before, after = forward.codes_of(item.before), forward.codes_of(item.list)
  for code in pairs(after) do
    if not before[code] then move(change, words, vocabulary.of_code(state, words, code), 'come') end
  end
  for code in pairs(before) do
    local entry = not after[code] and vocabulary.of_code(state, words, code)
    if entry then move(change, words, entry, 'gone') end
  end
  lib.text.sizes.note(words, item.before and codes.length(item.before), item.after and length)
end

function module.resolve(state)
  local texts = state.texts
  learn(state, texts)
  for i = 1, #texts, 2 do resolve(state, texts[i], texts[i + 1]) end
end
