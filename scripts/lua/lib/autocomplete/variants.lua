--[[
variants: beginnings of words that differ from one in a letter: one missing, one too many, another, or two that changed places.

The first letter is taken for right. Only those that some title has are given, at most MOST of them. All that may stand at a place is asked for
(lib/autocomplete/there.lua), up to a place before which few titles are the same (lib/autocomplete/nearby.lua).
]]
local there, letters_of = lib.autocomplete.there, lib.autocomplete.letters.of
local SHORTEST, MOST, FEW = 3, 8, 100

-- what may stand where the letter i does
local function at_place(parts, i, before, letters)
  local after = table.concat(parts, '', i + 1)
  local found = { before .. after }
  if i < #parts then found[2] = before .. parts[i + 1] .. parts[i] .. table.concat(parts, '', i + 2) end
  for _, letter in ipairs(letters) do
    found[#found + 1], found[#found + 2] = before .. letter .. after, before .. letter .. parts[i] .. after
  end
  return found
end

function module.of(state, word, letters)
  local found, seen, parts, before = {}, { [word] = true }, letters_of(word), ''
  if #parts < SHORTEST then return found end
  letters = lib.autocomplete.letters.fitting(word, letters)
  local function visit(variant)
    if not seen[variant] then seen[variant], found[#found + 1] = true, variant end
    return #found == MOST
  end
  for i = 2, #parts do
    if state.checks <= 0 then break end
    before = before .. parts[i - 1]
    local titles = there.titles(state, before)
    if titles <= FEW then
      state.checks = state.checks - titles
      lib.autocomplete.nearby.each(state, parts, i, before, letters, visit)
      break
    end
    local prefixes = at_place(parts, i, before, letters)
    if there.each(state, prefixes, 1, #prefixes, visit) then break end
  end
  return found
end
