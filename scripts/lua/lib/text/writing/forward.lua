--[[
forward: makes forward lists (see lib/text/codes.lua) of texts as clients send them: the terms in order, a blank between two places, `|` between
the terms of one place, nothing at the place of a word that is not indexed.
]]
local codes = lib.text.codes
local find, gmatch, gsub = string.find, string.gmatch, string.gsub
-- most texts have one term at each place, and a place without one is two blanks that follow each other
local PLACE, FULL_PLACE, TERM, ONLY_TERM = '([^ ]*) ', '(%S+) ', '[^ |]+', '%S+'

-- the terms of a text in their order, the same one as often as it stands there
function module.terms(text) return gmatch(text, find(text, '|', 1, true) and TERM or ONLY_TERM) end

local function encode_several(code_of, text)
  for place in gmatch(text, '[^ ]*|[^ ]*') do
    if not code_of[place] then
      local parts = {}
      for term in gmatch(place, TERM) do parts[#parts + 1] = code_of[term] end
      code_of[place] = table.concat(parts, codes.SAME)
    end
  end
end

-- the list of a text, and its number of words; code_of has the codes of its terms
function module.encode(text, code_of)
  if text == '' then return codes.ending(0), 0 end
  if find(text, '|', 1, true) then encode_several(code_of, text) end
  local places = text .. ' '
  if not find(places, '  ', 1, true) then
    local list, length = gsub(places, FULL_PLACE, code_of)
    return list .. codes.ending(length), length
  end
  local list, length = gsub(places, PLACE, code_of)
  length = length - select(2, gsub(list, codes.SKIPPED, ''))
  return list .. codes.ending(length), length
end

-- the codes that a list has
function module.codes_of(list) return gmatch(list, codes.TERM) end
