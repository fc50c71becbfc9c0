--[[
pattern: whether a whole text fits gap, literal, gap, literal ... gap (src/indexes/pattern.ts).

A gap is a least and a greatest number of characters, -1 for any. All places that a literal may end at are known before the next
gap is looked at, so that no pattern takes more than its length times that of the text.
]]
local forward = lib.layout.characters.forward
module.TRIED = 0.5 -- steps that it takes to look for a literal at one place

-- the ends of a literal anywhere behind the first place; the first of them, where the next gap is of any length as well
local function behind_any(text, from, literal, next_gap)
  local ends, first = {}, from
  while first do
    local found, last = string.find(text, literal, first, true)
    if found then ends[#ends + 1] = last + 1 end
    if not found or next_gap[2] < 0 then return ends end
    first = found + 1
  end
  return ends
end

-- the ends of a literal that begins within the gap behind one of the places
local function behind_each(state, text, places, gap, literal)
  local ends, seen = {}, {}
  for i = 1, #places do
    local place = forward(text, places[i], gap[1])
    for _ = gap[1], gap[2] do
      if not place then break end
      state.spent = state.spent + module.TRIED
      if not seen[place] and string.sub(text, place, place + #literal - 1) == literal then ends[#ends + 1] = place + #literal end
      seen[place], place = true, forward(text, place, 1)
    end
  end
  table.sort(ends)
  return ends
end

local function ends_within(text, place, gap)
  place = forward(text, place, gap[1])
  if gap[2] < 0 then return place ~= nil end
  for _ = gap[1], gap[2] do
    if not place or place > #text then return place ~= nil end
    place = forward(text, place, 1)
  end
  return false
end

function module.fits(state, node, text)
  local places, gaps = { 1 }, node.gaps
  for i, literal in ipairs(node.literals) do
    if gaps[i][2] < 0 then places = behind_any(text, forward(text, places[1], gaps[i][1]), literal, gaps[i + 1])
    else places = behind_each(state, text, places, gaps[i], literal) end
    state.spent = state.spent + 0.5 + #places
    if #places == 0 then return false end
  end
  for i = 1, #places do
    if ends_within(text, places[i], gaps[#gaps]) then return true end
  end
  return false
end
