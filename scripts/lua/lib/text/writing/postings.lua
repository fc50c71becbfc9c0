--[[
postings: the entities that come to the terms of a text index, and go from them.

Of new texts they are collected before it is known what the terms are; of texts that were there before, when it is.
]]
local codes, forward, numbers, sizes = lib.text.codes, lib.text.writing.forward, lib.text.dictionary.numbers, lib.text.writing.sizes

-- a term that the call has not met comes behind the others
local function meet(words, term)
  -- with room for some: a table that grows is made anew several times
  local list, terms = { nil, nil, nil, nil }, words.terms
  words.come[term], terms[#terms + 1] = list, term
  return list
end

-- the terms of a text; subject: an id, or a change that has one
function module.collect(words, subject, text, is_new)
  words.subjects[#words.subjects + 1] = subject
  local come = words.come
  for term in forward.terms(text) do
    local list = come[term] or meet(words, term)
    local size = is_new and #list
    if size and list[size] ~= subject then list[size + 1] = subject end
  end
end

local function go_from(words, entry, subject)
  local list = words.gone[entry]
  if list then list[#list + 1] = subject else words.gone[entry], words.left[#words.left + 1] = { subject }, entry end
end

-- what a text has that it had not before, and what it has no more, once the terms are known
function module.compare(state, words, subject, list, text)
  local before, come, code_of = {}, words.come, words.codes
  for code in forward.codes_of(list) do before[code] = true end
  for term in forward.terms(text or '') do
    local code, subjects = code_of[term], come[term]
    if before[code] == nil and subjects[#subjects] ~= subject then subjects[#subjects + 1] = subject end
    if before[code] then before[code] = false end
  end
  for code, has_left in pairs(before) do
    local entry = has_left and numbers.entry(state, words, code)
    if entry then go_from(words, entry, subject) end
  end
  sizes.leave(words, list)
end
