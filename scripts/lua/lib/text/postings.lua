--[[
postings: the changes that come to the terms of a text index, and go from them.

Of new texts they are collected before it is known what the terms are; of texts that were there before, when it is.
]]
local codes, forward, numbers = lib.text.codes, lib.text.forward, lib.text.numbers

-- a term that the call has not met comes behind the others
local function come_to(words, term)
  local list = {}
  words.come[term], words.terms[#words.terms + 1] = list, term
  return list
end

-- the terms of a text
function module.collect(change, item)
  local words, is_new = item.words, not item.before
  local come = words.come
  for term in forward.terms(item.after) do
    local list = come[term] or come_to(words, term)
    if is_new and list[#list] ~= change then list[#list + 1] = change end
  end
end

local function go_from(words, entry, change)
  local list = words.gone[entry]
  if list then list[#list + 1] = change else words.gone[entry], words.left[#words.left + 1] = { change }, entry end
end

-- what a text has that it had not before, and what it has no more
local function compare(state, change, item)
  local words, before = item.words, {}
  local come, by_term = words.come, words.by_term
  for code in forward.codes_of(item.before) do before[code] = true end
  for term in forward.terms(item.after or '') do
    local code, list = by_term[term].code, come[term]
    if before[code] == nil and list[#list] ~= change then list[#list + 1] = change end
    if before[code] then before[code] = false end
  end
  for code, has_left in pairs(before) do
    local entry = has_left and numbers.entry(state, words, code)
    if entry then go_from(words, entry, change) end
  end
end

-- once the terms are known: its list, and how many words there are more
function module.resolve(state, change, item)
  local length
  if item.before then compare(state, change, item) end
  if item.after then
    change.encoded = change.encoded or {}
    change.encoded[state.model.fields[item.at]], length = forward.encode(item.after, item.words.codes)
  end
  lib.text.sizes.note(item.words, item.before and codes.length(item.before), length)
end
