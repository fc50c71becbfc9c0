--[[
words: what a call changes in one text index, by the terms that it meets (see lib/text/vocabulary.lua).

terms: in the order in which they are met; by_term: their entries; codes: of terms, and of several at one place. come: the changes that
come to a term; gone: those that go from an entry, which are `left`. small: entries that a dictionary writes. texts, total: how many
texts and words there are more.
]]
function module.of(state, index)
  state.words = state.words or {}
  local found = state.words[index.name]
  if not found then
    found = {
      index = index, terms = {}, by_term = {}, codes = { [''] = lib.text.codes.SKIPPED }, come = {}, gone = {}, left = {}, small = {},
      by_number = false, texts = 0, total = 0,
    }
    state.words[index.name] = found
  end
  return found
end
