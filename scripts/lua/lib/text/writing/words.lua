--[[
words: what a call changes in one text index, by the terms that it meets (see lib/text/writing/vocabulary.lua).

terms: in the order in which they are met; entries: theirs; codes: of terms, and of several at one place. subjects: whose texts these are;
come: those that come to a term, gone: those that go from an entry, which are `left`; unnamed: whether some of these are changes until they
have ids. small: entries that a dictionary writes. texts, total: how many texts and words there are more. coming: the entries with a list to
which ids come; ids: these, in the same order; least: of the ids that come, -1 where that does not help.
]]
function module.of(state, index)
  state.words = state.words or {}
  local found = state.words[index.name]
  if not found then
    found = {
      index = index, terms = {}, entries = {}, subjects = {}, codes = { [''] = lib.text.codes.SKIPPED }, come = {}, gone = {}, left = {}, small = {},
      coming = false, ids = false, least = false, by_code = false, texts = 0, total = 0, unnamed = false,
    }
    state.words[index.name] = found
  end
  return found
end

-- once the terms are known: those that have a list
function module.gather(words)
  local coming, ids, size, entries, come, terms = {}, {}, 0, words.entries, words.come, words.terms
  for i = 1, #terms do
    local entry = entries[i]
    local list = entry.name and come[terms[i]]
    if list and list[1] then size, coming[size + 1], ids[size + 1] = size + 1, entry, list end
  end
  words.coming, words.ids = coming, ids
end

local function name(list)
  for i = 1, #list do
    local subject = list[i]
    if type(subject) == 'table' then list[i] = subject.id end
  end
end

-- changes have their ids when a call is checked
local function name_all(lists)
  for _, list in pairs(lists) do name(list) end
end

-- a batch knew them from the start
function module.identify(state)
  for _, words in pairs(state.words) do
    if words.unnamed then
      name(words.subjects)
      name_all(words.come)
      name_all(words.gone)
    end
  end
end
