--[[
numbering: terms get their numbers (see lib/text/writing/vocabulary.lua), or give them back.
]]
local dictionary, numbers, letters, text = lib.text.dictionary.store, lib.text.dictionary.numbers, lib.text.dictionary.letters, lib.layout.id.text

function module.drop(index, entry)
  local n = entry.n or lib.text.codes.number(entry.code)
  local term = entry.term or numbers.term_of(index, n)
  if not term then return end
  dictionary.delete(index.dictionary, term)
  if index.reversed then dictionary.delete(index.reversed, letters.reverse(term)) end
  redis.call('HDEL', numbers.bucket(index, n), text(n))
end

-- entries that are new
function module.introduce(index, entries)
  local buckets = {}
  for _, entry in ipairs(entries) do
    lib.write.groups.append(buckets, numbers.bucket(index, entry.n), text(entry.n), entry.term)
    if index.reversed then dictionary.set(index.reversed, letters.reverse(entry.term), '') end
  end
  lib.write.groups.call_each('HSET', buckets)
end
