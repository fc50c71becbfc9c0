--[[
score: the score of texts in a search of plain words (see lib/text/best/answer.lua), to the last bit that of lib/text/matching/match.lua.
]]
local find, length_of = string.find, lib.text.codes.length

-- of a forward list, nil where a term is missing
function module.of(terms)
  local codes, most, base, slope = terms.codes, terms.most, lib.text.bm25.norm(terms.texts, terms.words)
  return function(list)
    local norm, sum = base + slope * length_of(list), 0
    for i = 1, #codes do
      local code, tf = codes[i], 0
      local first, last = find(list, code, 1, true)
      if not first then return nil end
      repeat
        tf = tf + 1
        first, last = find(list, code, last + 1, true)
      until not first
      sum = sum + most[i] * tf / (tf + norm)
    end
    return sum
  end
end
