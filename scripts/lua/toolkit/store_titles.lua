--[[
store_titles: store titles, each in place of the one that its type and id have.

KEYS[1] base     what all keys begin with; never exists
KEYS[2] letters  what the words are made of
ARGV[1] settings  which words are indexed
ARGV[2..] titles  of each: type, id, title, data ('=' as the title, '+' and what it is), alphabet and words

Returns how many are new; the error SETTINGS with those that are kept, when they are others.
]]
local base, letters, settings = KEYS[1], KEYS[2], ARGV[1]
local PARTS = 5

local keys, title = lib.autocomplete.keys, lib.autocomplete.title
local added, learned = 0, {}

local function learn_letters(words)
  for word in string.gmatch(words, ' ([^ ]+)') do
    for letter in string.gmatch(word, title.CHARACTER) do
      if not learned[letter] then
        learned[letter] = true
        redis.call('SADD', letters, letter)
      end
    end
  end
end

local refused = lib.autocomplete.settings.refuse(base, settings)
if refused then return refused end
local checked = {}
for i = 2, #ARGV, PARTS do
  if not checked[ARGV[i]] then keys.check(base, ARGV[i], letters) end
  checked[ARGV[i]] = true
end
lib.autocomplete.settings.keep(base, settings)
for i = 2, #ARGV, PARTS do
  local type, id, text, data, words = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  if title.index(base, type, id, words) then added = added + 1 end
  redis.call('HSET', keys.titles(base, type), id, text)
  if data == '=' then
    redis.call('HDEL', keys.data(base, type), id)
  else
    redis.call('HSET', keys.data(base, type), id, string.sub(data, 2))
  end
  learn_letters(words)
end
return added
