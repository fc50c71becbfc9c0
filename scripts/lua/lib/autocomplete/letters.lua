--[[
letters: of what the words of all titles are made, which may stand in place of a mistyped one.
]]
-- of more than these (Chinese), only a letter too many, one missing, and two that changed places are looked for
local MOST = 300

function module.all(key)
  if redis.call('SCARD', key) > MOST then return {} end
  local found = redis.call('SMEMBERS', key)
  table.sort(found)
  return found
end

function module.of(word)
  local found = {}
  for letter in string.gmatch(word, lib.autocomplete.title.CHARACTER) do found[#found + 1] = letter end
  return found
end

--[[ Those that may stand in a word: of one in ASCII, only those of ASCII. ]]
function module.fitting(word, letters)
  if string.find(word, '[\128-\255]') then return letters end
  local found = {}
  for _, letter in ipairs(letters) do
    if #letter == 1 then found[#found + 1] = letter end
  end
  return found
end
