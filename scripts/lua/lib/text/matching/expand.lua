--[[
expand: the terms of a dictionary that a word with a star or a tilde stands for, in byte order; at most 64 of them, of so many leaves. Behind
them, whether there may be more.
]]
local lookup, letters, within, less = lib.text.dictionary.lookup, lib.text.dictionary.letters, lib.text.matching.within, lib.layout.bytes.less
local MOST, LEAVES = 64, 60

-- the terms that begin with a text and pass a test; true where these are not all
local function beginning(state, base, text, test)
  local firsts, found = lookup.leaves_from(base, text, LEAVES), {}
  local is_cut = #firsts >= LEAVES and string.sub(firsts[#firsts], 1, #text) == text
  for i, first in ipairs(firsts) do
    -- nothing from here on begins with the text
    if i > 1 and string.sub(first, 1, #text) ~= text then break end
    local terms = redis.call('HKEYS', lookup.key_of(base, first))
    state.spent = state.spent + 2 + #terms / 3
    for k = 1, #terms do
      if string.sub(terms[k], 1, #text) == text and (not test or test(terms[k])) then found[#found + 1] = terms[k] end
    end
    if #found > MOST then break end
  end
  table.sort(found, less)
  is_cut = is_cut or #found > MOST
  for i = #found, MOST + 1, -1 do found[i] = nil end
  return found, is_cut
end

-- the stem stands for its word, and need not begin with it
function module.prefix(state, index, leaf)
  local found, is_cut = beginning(state, index.dictionary, leaf.text)
  if leaf.stem and string.sub(leaf.stem, 1, #leaf.text) ~= leaf.text then found[#found + 1] = leaf.stem end
  return found, is_cut
end

function module.suffix(state, index, leaf)
  local found, is_cut = beginning(state, index.reversed, letters.reverse(leaf.text))
  for i = 1, #found do found[i] = letters.reverse(found[i]) end
  return found, is_cut
end

-- the first letter is right
function module.fuzzy(state, index, leaf)
  local word, limit = letters.of(leaf.text), leaf.distance
  return beginning(state, index.dictionary, word[1], function(term)
    if math.abs(#term - #leaf.text) > 4 * limit then return false end
    state.spent = state.spent + limit
    return within.test(word, letters.of(term), limit)
  end)
end

function module.term(_, _, leaf) return leaf.terms end
