--[[
variants: beginnings of words that differ from one in a letter: one missing, one too many, another, or two that changed places.

The first letter is taken for right. Only those that some title has are given, at most MOST of them.
]]
local keys, title = lib.autocomplete.keys, lib.autocomplete.title
local SHORTEST, MOST, CHECKS = 3, 8, 1500

local function characters(word)
  local found = {}
  for character in string.gmatch(word, title.CHARACTER) do found[#found + 1] = character end
  return found
end

-- call visit with every variant; it returns true to stop
local function each(word, letters, visit)
  local parts = characters(word)
  local function join(from, to) return table.concat(parts, '', from, to) end
  for i = 2, #parts do
    local before, after = join(1, i - 1), join(i + 1, #parts)
    if visit(before .. after) then return end
    if i < #parts and visit(before .. parts[i + 1] .. parts[i] .. join(i + 2, #parts)) then return end
    for _, letter in ipairs(letters) do
      if visit(before .. letter .. after) or visit(before .. letter .. parts[i] .. after) then return end
    end
  end
end

local function is_there(state, prefix)
  local lists = {}
  for i, type in ipairs(state.types) do lists[i] = keys.prefix(state.base, type, prefix) end
  state.checks = (state.checks or CHECKS) - #lists
  return redis.call('EXISTS', unpack(lists)) > 0
end

-- letters that may stand in a word: of one in ASCII, only those of ASCII
local function fitting(word, letters)
  if string.find(word, '[\128-\255]') then return letters end
  local found = {}
  for _, letter in ipairs(letters) do
    if #letter == 1 then found[#found + 1] = letter end
  end
  return found
end

function module.of(state, word, letters)
  local found, seen = {}, { [word] = true }
  if #characters(word) < SHORTEST then return found end
  each(word, fitting(word, letters), function(variant)
    if not seen[variant] then
      seen[variant] = true
      if is_there(state, variant) then found[#found + 1] = variant end
    end
    return #found == MOST or (state.checks or CHECKS) <= 0
  end)
  return found
end
