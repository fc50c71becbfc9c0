--[[
forward: makes forward lists (see lib/text/codes.lua) of texts as clients send them: the terms in order, a blank between two places, `|` between
the terms of one place, nothing at the place of a word that is not indexed.
]]
local codes = lib.text.codes
local find, gmatch = string.find, string.gmatch

-- what stands at each place
function module.places(text)
  local places, total = {}, 0
  for place in gmatch(text == '' and '' or text .. ' ', '([^ ]*) ') do
    total = total + 1
    places[total] = place
  end
  return places
end

local function note(term, list, seen)
  if not seen[term] then list[#list + 1], seen[term] = term, true end
end

-- put the terms that are not there yet behind a list
function module.collect(places, list, seen)
  for i = 1, #places do
    local place = places[i]
    if find(place, '|', 1, true) then
      for term in gmatch(place, '[^|]+') do note(term, list, seen) end
    elseif place ~= '' then
      note(place, list, seen)
    end
  end
end

local function enter(entry, found)
  if not found[entry] then found[#found + 1], found[entry] = entry, true end
  return entry.code
end

local function encode_several(place, by_term, found)
  local parts = {}
  for term in gmatch(place, '[^|]+') do parts[#parts + 1] = enter(by_term[term], found) end
  return table.concat(parts, codes.SAME)
end

-- the list of a text, its number of words, and the entries of its terms
function module.encode(places, by_term)
  local parts, length, found = {}, #places, {}
  for i = 1, #places do
    local place = places[i]
    local entry = by_term[place]
    if entry then parts[i] = enter(entry, found)
    elseif place == '' then parts[i], length = codes.SKIPPED, length - 1
    else parts[i] = encode_several(place, by_term, found) end
  end
  return table.concat(parts) .. codes.ending(length), length, found
end

-- the codes that a list has
function module.codes_of(list) return gmatch(list or '', codes.TERM) end
