--[[
nearby: variants of a beginning (see lib/autocomplete/variants.lua) where few titles have what stands before its wrong letter: the words of these say which
there are, of this place and of all behind it, and no variant has to be asked for.
]]
local keys, title = lib.autocomplete.keys, lib.autocomplete.title
local find, match, sub, concat = string.find, string.match, string.sub, table.concat
local LETTER, WORD = '^' .. title.CHARACTER, '^[^ ]+'

-- the words of titles that begin so, as a set
local function words_of(state, before)
  local found, sought = {}, ' ' .. before
  for _, type in ipairs(state.types) do
    local ids = redis.call('ZRANGE', keys.prefix(state.base, type, before), 0, -1)
    for _, words in ipairs(#ids > 0 and redis.call('HMGET', keys.words(state.base, type), unpack(ids)) or {}) do
      local at = words and find(words, sought, 1, true)
      while at do
        found[match(words, WORD, at + 1)] = true
        at = find(words, sought, at + 1, true)
      end
    end
  end
  return found
end

-- take(variant, rank) of each that a word begins with, whose letter at a place is this; `rank` is its place among those of variants.lua
local function compare(parts, i, word, letter, number, take)
  local before, after = concat(parts, '', 1, i - 1), concat(parts, '', i + 1)
  local function try(variant, rank)
    if sub(word, 1, #variant) == variant then take(variant, rank) end
  end
  try(before .. after, 1)
  if i < #parts then try(before .. parts[i + 1] .. parts[i] .. concat(parts, '', i + 2), 2) end
  if not number then return end
  try(before .. letter .. after, 2 * number + 1)
  if #parts < title.LONGEST then try(before .. letter .. parts[i] .. after, 2 * number + 2) end
end

-- visit each variant from a place on, before which all words are as `before`, in the order of variants.lua; visit returns true to stop
function module.each(state, parts, from, before, letters, visit)
  local numbers, best, found = {}, {}, {}
  for number, letter in ipairs(letters) do numbers[letter] = number end
  for word in pairs(words_of(state, before)) do
    local at = #before + 1
    for i = from, #parts do
      local letter = match(word, LETTER, at) or ''
      compare(parts, i, word, letter, numbers[letter], function(variant, rank)
        if not best[variant] then found[#found + 1] = variant end
        best[variant] = math.min(best[variant] or math.huge, 1000 * i + rank)
      end)
      if letter ~= parts[i] then break end
      at = at + #letter
    end
  end
  table.sort(found, function(a, b) return best[a] < best[b] end)
  for i = 1, #found do
    if visit(found[i]) then return end
  end
end
