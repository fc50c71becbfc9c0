--[[
phrase: terms that stand one behind the other in a forward list (see lib/text/codes.lua); false for a word that is not indexed.
]]
local codes = lib.text.codes

-- the characters of a phrase, nil where a place has several terms; false where it has none
local function pattern_of(places)
  local parts = {}
  for i, entries in ipairs(places) do
    if entries and #entries == 0 then return false end
    if entries and #entries > 1 then return nil end
    parts[i] = entries and entries[1].code or codes.SKIPPED
  end
  return table.concat(parts)
end

local function fits(place, entries)
  if not place then return false end
  if not entries then return next(place) == nil end
  for i = 1, #entries do
    if place[entries[i].code] then return true end
  end
  return false
end

local function stands_at(places, found, first)
  for i = 1, #places do
    if not fits(found[first + i - 1], places[i]) then return false end
  end
  return true
end

function module.stands(places, list)
  local pattern = pattern_of(places)
  if pattern == false then return false end
  if pattern and not string.find(list, codes.SAME, 1, true) then return string.find(list, pattern, 1, true) ~= nil end
  local found = lib.text.matching.places.of(list)
  for first = 1, #found - #places + 1 do
    if stands_at(places, found, first) then return true end
  end
  return false
end
