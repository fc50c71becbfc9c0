--[[
postings: the ids that come to the terms of a text index and go from them.
]]
local codes, forward, vocabulary, push = lib.text.codes, lib.text.forward, lib.text.vocabulary, lib.write.groups.push

-- an id comes to the list of a term, or goes from it
local function move(change, words, entry, how)
  if not entry.listed then entry[how][#entry[how] + 1] = change
  else
    entry.name = entry.name or words.index.list .. entry.n
    push(change.state, how, entry.name, change)
    entry.left = entry.left or how == 'gone'
  end
end

local function encode(state, change, item)
  local list, length, entries = forward.encode(item.places, item.words.by_term)
  change.encoded = change.encoded or {}
  change.encoded[state.model.fields[item.at]] = list
  return entries, length
end

-- what a text is, and which terms come or go with it
function module.resolve(state, change, item)
  local words, come, before, entries, length = item.words, {}, {}, {}, nil
  for code in forward.codes_of(item.before) do before[code] = true end
  if item.places then entries, length = encode(state, change, item) end
  for i = 1, #entries do
    local entry = entries[i]
    if not before[entry.code] then move(change, words, entry, 'come') end
    come[entry.code] = true
  end
  for code in pairs(before) do
    local entry = not come[code] and vocabulary.of_code(state, words, code)
    if entry then move(change, words, entry, 'gone') end
  end
  lib.text.sizes.note(words, item.before and codes.length(item.before), length)
end
