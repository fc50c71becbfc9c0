--[[
terms: the terms of a search of plain words (see lib/text/best/answer.lua), and the entities that may have all of them.
]]
local codes, known, lookup, rare, bm25 = lib.text.codes, lib.text.dictionary.known, lib.text.dictionary.lookup, lib.text.dictionary.rare, lib.text.bm25
local call = redis.call

-- one that has no list of its own: false where no text has it, nil where it has a list that nobody has met
local function look_up(asked, word)
  local value = lookup.get(asked.dictionary, word)
  if not value then return false end
  local n, ids = rare.read(value)
  return ids and { code = codes.of(n), ids = ids, key = false } or nil
end

-- the entries of the words, and the names of their lists behind those of the sizes of the index
local function meet(asked, terms)
  local entries, names, words = {}, { asked.texts, asked.total, known.since(asked) }, asked.words
  for i = 1, #words do
    local entry = terms[words[i]]
    if entry then names[#names + 1] = entry.name else entry = look_up(asked, words[i]) end
    if entry == nil then return nil end
    if not entry then return entries, names, true end
    entries[i] = entry
  end
  return entries, names, false
end

-- how many texts have the term of each entry, and which of the lists are trees
local function measure(entries, sizes)
  local counts, trees, at = {}, {}, 3
  for i = 1, #entries do
    local entry, size = entries[i], nil
    if entry.key then at, size = at + 1, sizes[at + 1] end
    counts[i], trees[i] = entry.ids and #entry.ids or tonumber(size or nil) or call('SCARD', entry.key), size and true or false
  end
  return counts, trees
end

-- { codes, most, ids, texts, words }, or `none` where no text can have all words; nil where the general way has to be gone
function module.of(asked)
  local met = known.met(asked)
  if not met then return nil end
  local entries, names, is_none = meet(asked, met.terms)
  if not entries then return nil end
  local sizes = call('HMGET', asked.prefix .. '#counts', unpack(names))
  -- it is another index by now, or nobody keeps it
  if sizes[3] ~= met.since then return nil end
  if is_none then return { none = true } end
  local counts, trees = measure(entries, sizes)
  local ids = lib.text.best.ids.of(asked.prefix, entries, counts, trees)
  if not ids then return nil end
  local texts, most, list = tonumber(sizes[1]) or 0, {}, {}
  for i = 1, #entries do most[i], list[i] = bm25.idf(texts, counts[i]) * bm25.MOST, entries[i].code end
  return { codes = list, most = most, ids = ids, texts = texts, words = tonumber(sizes[2]) or 0 }
end
