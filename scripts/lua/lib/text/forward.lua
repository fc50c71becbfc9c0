--[[
forward: makes forward lists (see lib/text/codes.lua) of texts as clients send them: the terms in order, a blank between two places, `|` between
the terms of one place, nothing at the place of a word that is not indexed.
]]
local codes = lib.text.codes

-- put the terms of a text that are not there yet behind a list
function module.collect(text, list, seen)
  for term in string.gmatch(text, '[^ |]+') do
    if not seen[term] then list[#list + 1], seen[term] = term, true end
  end
end

local function encode_place(place, by_term)
  if not string.find(place, '|', 1, true) then return by_term[place].code end
  local parts = {}
  for term in string.gmatch(place, '[^|]+') do parts[#parts + 1] = by_term[term].code end
  return table.concat(parts, codes.SAME)
end

-- the list of a text, and its number of words
function module.encode(text, by_term)
  local parts, length = {}, 0
  for place in string.gmatch(text == '' and '' or text .. ' ', '([^ ]*) ') do
    if place == '' then parts[#parts + 1] = codes.SKIPPED
    else
      length = length + 1
      parts[#parts + 1] = encode_place(place, by_term)
    end
  end
  return table.concat(parts) .. codes.ending(length), length
end

-- the codes that a list has, as a set
function module.codes_of(list)
  local found = {}
  for code in string.gmatch(list or '', codes.TERM) do found[code] = true end
  return found
end
