--[[
title: the entries of one title.

Each prefix of its words costs the more, the further behind the word stands, and a little more for a title further behind in the
alphabet. The entry of a prefix is the least of these, divided by what boosts the title.
]]
local keys, boosts = lib.autocomplete.keys, lib.autocomplete.boosts
local PLACE, ALPHABET = 0.35, 0.2
-- letters of a word that are told apart
module.LONGEST = 15
module.CHARACTER = '[%z\1-\127\194-\244][\128-\191]*'

-- prefixes and what they cost, of words as they are kept
local function costs(words)
  local found, place = {}, 0
  local alphabet, rest = string.match(words, '^([^ ]*) ?(.*)$')
  for word in string.gmatch(rest, '[^ ]+') do
    local prefix, length = '', 0
    for character in string.gmatch(word, module.CHARACTER) do
      prefix, length = prefix .. character, length + 1
      if length > module.LONGEST then break end
      found[prefix] = found[prefix] or 1 + PLACE * place + ALPHABET * tonumber(alphabet)
    end
    place = place + 1
  end
  return found
end

local function erase(base, type, id, words)
  for prefix in pairs(costs(words)) do redis.call('ZREM', keys.prefix(base, type, prefix), id) end
end

-- write the entries of a title, in place of those that it has
function module.index(base, type, id, words)
  local old = redis.call('HGET', keys.words(base, type), id)
  if old and old ~= words then erase(base, type, id, old) end
  local boost = boosts.of_title(base, type, id)
  for prefix, cost in pairs(costs(words)) do
    redis.call('ZADD', keys.prefix(base, type, prefix), string.format('%.17g', cost / boost), id)
  end
  redis.call('HSET', keys.words(base, type), id, words)
  if not old then redis.call('HINCRBY', keys.types(base), type, 1) end
  return not old
end

function module.delete(base, type, id)
  local words = redis.call('HGET', keys.words(base, type), id)
  if not words then return false end
  erase(base, type, id, words)
  for _, kept in ipairs({ 'titles', 'data', 'words' }) do redis.call('HDEL', keys[kept](base, type), id) end
  if redis.call('HINCRBY', keys.types(base), type, -1) == 0 then redis.call('HDEL', keys.types(base), type) end
  boosts.forget(base, type, id)
  return true
end
