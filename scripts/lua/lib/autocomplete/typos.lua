--[[
typos: titles that have all words of a phrase, but for a letter of one word.

What is looked at does not depend on how many titles are wanted, so that pages follow on from each other: all variants of a word, as far as BUDGET
entries of lists reach for all of them.
]]
local variants, phrase, lookup = lib.autocomplete.variants, lib.autocomplete.phrase, lib.autocomplete.lookup
local BUDGET = 3000

-- the words that may be wrong: the only one that no title has, none where there are two of them, else any
local function doubtful(state, words)
  local missing, all = {}, {}
  for i, word in ipairs(words) do
    all[i] = i
    if not lib.autocomplete.there.is_any(state, { word }, 1, 1) then missing[#missing + 1] = i end
  end
  if #missing == 0 then return all end
  return #missing == 1 and missing or {}
end

local function price(state, words)
  local sum = 0
  for _, type in ipairs(state.types) do sum = sum + lookup.price(phrase.lists(state.base, type, words), state.sizes) end
  return sum
end

-- add to `found`
function module.find(state, words, letters, found)
  local left = BUDGET
  for _, i in ipairs(doubtful(state, words)) do
    local word = words[i]
    for _, variant in ipairs(variants.of(state, word, letters)) do
      words[i] = variant
      local cost = price(state, words)
      left = left - cost
      if left >= 0 then phrase.find(state, words, 1, found) else left = left + cost end
    end
    words[i] = word
  end
end
