--[[
entries: the dictionary of a text index after a call: rare terms with their ids, others with a list.
]]
local rare, dictionary, vocabulary, posting = lib.text.rare, lib.text.dictionary, lib.text.vocabulary, lib.layout.posting

local function drop(index, entry)
  local term = entry.term or vocabulary.term_of(index, entry.n)
  if not term then return end
  dictionary.delete(index.dictionary, term)
  if index.reversed then dictionary.delete(index.reversed, lib.text.letters.reverse(term)) end
  redis.call('HDEL', vocabulary.bucket(index, entry.n), entry.n)
end

local function introduce(index, entry)
  if entry.listed then dictionary.set(index.dictionary, entry.term, entry.n) end
  redis.call('HSET', vocabulary.bucket(index, entry.n), entry.n, entry.term)
  if index.reversed then dictionary.set(index.reversed, lib.text.letters.reverse(entry.term), '') end
end

-- the ids of a rare term
local function ids_after(entry)
  local gone, ids = {}, {}
  for _, change in ipairs(entry.gone) do gone[tonumber(change.id)] = true end
  for _, id in ipairs(entry.ids) do
    if not gone[id] then ids[#ids + 1] = id end
  end
  for _, change in ipairs(entry.come) do ids[#ids + 1] = tonumber(change.id) end
  table.sort(ids)
  return ids
end

local function write_rare(state, index, entry)
  local ids = ids_after(entry)
  if #ids == 0 then return drop(index, entry) end
  if #ids <= rare.MOST then return dictionary.set(index.dictionary, entry.term, rare.pack(entry.n, ids)) end
  dictionary.set(index.dictionary, entry.term, entry.n)
  for i = 1, #ids do ids[i] = lib.layout.id.text(ids[i]) end
  posting.add(state, index.list .. entry.n, ids)
end

local function write_entry(state, index, entry)
  if entry.fresh then introduce(index, entry) end
  if not entry.listed and #entry.come + #entry.gone > 0 then write_rare(state, index, entry) end
end

function module.write(state)
  for _, words in pairs(state.words) do
    for _, entry in pairs(words.by_number) do write_entry(state, words.index, entry) end
  end
  lib.text.sizes.write(state)
end

-- behind the lists of ids: terms whose list is empty are no terms any more
function module.sweep(state)
  for _, words in pairs(state.words) do
    for n, entry in pairs(words.by_number) do
      if entry.left and redis.call('EXISTS', state.model.key .. '#' .. words.index.list .. n) == 0 then drop(words.index, entry) end
    end
  end
end
