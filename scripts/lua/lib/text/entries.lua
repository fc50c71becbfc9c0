--[[
entries: the dictionary of a text index after a call: rare terms with their ids, others with a list.
]]
local rare, dictionary, numbering, posting = lib.text.rare, lib.text.dictionary, lib.text.numbering, lib.layout.posting

-- the ids of a rare term
local function ids_after(entry, come, left)
  local gone, ids = {}, {}
  for _, change in ipairs(left) do gone[tonumber(change.id)] = true end
  for _, id in ipairs(entry.ids) do
    if not gone[id] then ids[#ids + 1] = id end
  end
  for _, change in ipairs(come) do ids[#ids + 1] = tonumber(change.id) end
  table.sort(ids)
  return ids
end

local function write_rare(state, index, entry, come, left)
  if #come + #left == 0 then return end
  local ids = ids_after(entry, come, left)
  if #ids == 0 then return numbering.drop(index, entry) end
  if #ids <= rare.MOST then return dictionary.set(index.dictionary, entry.term, rare.pack(entry.n, ids)) end
  dictionary.set(index.dictionary, entry.term, entry.n)
  for i = 1, #ids do ids[i] = lib.layout.id.text(ids[i]) end
  posting.add(state, index.list .. entry.n, ids)
end

local function write_small(state, words)
  for _, entry in ipairs(words.small) do
    if entry.fresh then numbering.introduce(words.index, entry) end
    if entry.ids then write_rare(state, words.index, entry, words.come[entry.term] or {}, words.gone[entry] or {}) end
  end
end

-- terms whose list is empty are no terms any more
local function sweep(state, words)
  for _, entry in ipairs(words.left) do
    if entry.name and redis.call('EXISTS', state.model.key .. '#' .. entry.name) == 0 then
      numbering.drop(words.index, entry)
      lib.layout.counts.set(state, lib.text.known.since(words.index), lib.text.known.now())
    end
  end
end

function module.write(state)
  for _, words in pairs(state.words) do write_small(state, words) end
  lib.text.lists.add(state)
  for _, words in pairs(state.words) do sweep(state, words) end
  lib.text.sizes.write(state)
end
