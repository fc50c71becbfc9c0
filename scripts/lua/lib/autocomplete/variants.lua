--[[
variants: beginnings of words that differ from one in a letter: one missing, one too many, another, or two that changed places.

The first letter is taken for right. Only those that some title has are given, at most MOST of them. All that begins as a title's word does is
a key, so that nothing is looked for behind a beginning that no title has; the variants of one place are asked for together, and
halved until those that are there are found (Dorfman, The Detection of Defective Members of Large Populations, 1943).
]]
local keys, letters_of = lib.autocomplete.keys, lib.autocomplete.letters.of
local SHORTEST, MOST, CHECKS = 3, 8, 2500

-- what may stand where the letter i does
local function at_place(parts, i, letters)
  local before, after = table.concat(parts, '', 1, i - 1), table.concat(parts, '', i + 1)
  local found = { before .. after }
  if i < #parts then found[2] = before .. parts[i + 1] .. parts[i] .. table.concat(parts, '', i + 2) end
  for _, letter in ipairs(letters) do
    found[#found + 1], found[#found + 2] = before .. letter .. after, before .. letter .. parts[i] .. after
  end
  return found, before
end

local function is_any_there(state, prefixes, first, last)
  for _, type in ipairs(state.types) do
    local lists = {}
    for i = first, last do lists[#lists + 1] = keys.prefix(state.base, type, prefixes[i]) end
    state.checks = (state.checks or CHECKS) - #lists
    if redis.call('EXISTS', unpack(lists)) > 0 then return true end
  end
  return false
end

-- visit those from `first` to `last` that are there; visit returns true to stop
local function each_there(state, prefixes, first, last, visit)
  if state.checks and state.checks <= 0 then return true end
  if not is_any_there(state, prefixes, first, last) then return false end
  if first == last then return visit(prefixes[first]) end
  local middle = math.floor((first + last) / 2)
  return each_there(state, prefixes, first, middle, visit) or each_there(state, prefixes, middle + 1, last, visit)
end

function module.is_there(state, word) return is_any_there(state, { word }, 1, 1) end

function module.of(state, word, letters)
  local found, seen, parts = {}, { [word] = true }, letters_of(word)
  if #parts < SHORTEST then return found end
  letters = lib.autocomplete.letters.fitting(word, letters)
  for i = 2, #parts do
    local prefixes, before = at_place(parts, i, letters)
    if not module.is_there(state, before) then break end
    local stop = each_there(state, prefixes, 1, #prefixes, function(variant)
      if not seen[variant] then seen[variant], found[#found + 1] = true, variant end
      return #found == MOST
    end)
    if stop then break end
  end
  return found
end
