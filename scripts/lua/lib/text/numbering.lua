--[[
numbering: a term gets its number (see lib/text/vocabulary.lua), or gives it back.
]]
local dictionary, numbers, letters = lib.text.dictionary, lib.text.numbers, lib.text.letters

function module.drop(index, entry)
  local term = entry.term or numbers.term_of(index, entry.n)
  if not term then return end
  dictionary.delete(index.dictionary, term)
  if index.reversed then dictionary.delete(index.reversed, letters.reverse(term)) end
  redis.call('HDEL', numbers.bucket(index, entry.n), entry.n)
end

function module.introduce(index, entry)
  if entry.name then dictionary.set(index.dictionary, entry.term, entry.n) end
  redis.call('HSET', numbers.bucket(index, entry.n), entry.n, entry.term)
  if index.reversed then dictionary.set(index.reversed, letters.reverse(entry.term), '') end
end
