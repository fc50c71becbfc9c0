--[[
entry: a term that a call meets and the dictionary of its index writes: { term, leaf, code, n, fresh, value, name, key }, what the dictionary has
of a rare term, its ids in it, or number, name and key of the list that has them; and the leaf of the dictionary in which it was looked for.
Those that have a list are remembered from call to call: lib/text/dictionary/known.lua.
]]
local codes, text = lib.text.codes, lib.layout.id.text

local function small(words, place, leaf, code, n, value)
  local term = words.terms[place]
  local entry = { term = term, leaf = leaf, code = code, n = n, fresh = n and true, value = value, name = false, key = false }
  words.small[#words.small + 1], words.entries[place], words.codes[term] = entry, entry, code
  return entry
end

-- the term at a place of those that the call meets, which is rare
function module.met(words, place, leaf, code, value) return small(words, place, leaf, code, false, value) end

-- one that gets a number; ids of texts stand in order only where they are numbers
function module.new(state, words, place, leaf, n)
  local code, integer = codes.of(n), state.model.integer
  local entry = small(words, place, leaf, code, n, integer and lib.text.dictionary.rare.empty(code))
  if integer then return entry end
  entry.name = words.index.list .. text(n)
  entry.key = state.model.key .. '#' .. entry.name
  return entry
end
