--[[
dictionary: what a call makes of the dictionary of a text index: rare terms with their ids, others with a list.
]]
local dictionary, numbering, append = lib.text.dictionary.store, lib.text.dictionary.numbering, lib.write.groups.append
local after = lib.text.writing.values.after

-- what comes to the leaves, by their first terms, and how many new terms
local function note(sets, base, entry, value)
  local leaf = entry.leaf or lib.text.dictionary.lookup.leaf_of(base, entry.term)
  append(sets.lists, leaf, entry.term, value)
  if entry.fresh then sets.news[leaf] = (sets.news[leaf] or 0) + 1 end
end

local function write_small(state, words)
  local index, sets, gone, fresh, lists = words.index, { lists = {}, news = {} }, {}, {}, { numbers = {}, ids = {} }
  for _, entry in ipairs(words.small) do
    local value = after(words, entry, lists)
    if value then note(sets, index.dictionary, entry, value)
    elseif value == nil then gone[#gone + 1] = entry end
    if entry.fresh then fresh[#fresh + 1] = entry end
  end
  lib.text.writing.new_lists.begin(state, index.list, lists)
  dictionary.set_all(index.dictionary, sets.lists, sets.news)
  numbering.introduce(index, fresh)
  if fresh[1] then lib.text.dictionary.known.renew(state, index) end
  -- a leaf that runs empty is one no more
  for _, entry in ipairs(gone) do numbering.drop(index, entry) end
end

-- terms whose list is empty are not terms any more
local function sweep(state, words)
  for _, entry in ipairs(words.left) do
    if entry.name and redis.call('EXISTS', state.model.key .. '#' .. entry.name) == 0 then
      numbering.drop(words.index, entry)
      lib.layout.counts.set(state, lib.text.dictionary.known.since(words.index), lib.text.dictionary.known.now())
    end
  end
end

function module.write(state)
  for _, words in pairs(state.words) do write_small(state, words) end
  lib.text.writing.lists.add(state)
  for _, words in pairs(state.words) do sweep(state, words) end
  lib.text.writing.sizes.write(state)
end
