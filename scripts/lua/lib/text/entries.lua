--[[
entries: the dictionary of a text index after a call: rare terms with their ids, others with a list.
]]
local rare, dictionary, numbering, posting = lib.text.rare, lib.text.dictionary, lib.text.numbering, lib.layout.posting

-- the ids of a rare term
local function ids_after(entry, come, left)
  local gone, ids = {}, {}
  for _, id in ipairs(left) do gone[tonumber(id)] = true end
  for _, id in ipairs(entry.ids) do
    if not gone[id] then ids[#ids + 1] = id end
  end
  for _, id in ipairs(come) do ids[#ids + 1] = tonumber(id) end
  -- where the words of a text were written over by hand, it comes to terms that it has
  return lib.layout.ascending.once(ids)
end

-- what the dictionary has of a rare term from now on, nothing where it has no ids more
local function value_of(state, index, entry, come, left)
  local ids = ids_after(entry, come, left)
  if #ids <= rare.MOST then return #ids > 0 and rare.pack(entry.n, ids) or nil end
  for i = 1, #ids do ids[i] = lib.layout.id.text(ids[i]) end
  posting.add(state, index.list .. entry.n, ids)
  return entry.n
end

local function write_small(state, words)
  local index, sets, gone, fresh = words.index, {}, {}, {}
  for _, entry in ipairs(words.small) do
    local come, left, value = words.come[entry.term] or {}, words.gone[entry] or {}, entry.fresh and entry.n
    if entry.ids and #come + #left > 0 then value = value_of(state, index, entry, come, left) end
    if value then sets[#sets + 1] = { leaf = entry.leaf, term = entry.term, value = value }
    elseif value == nil then gone[#gone + 1] = entry end
    if entry.fresh then fresh[#fresh + 1] = entry end
  end
  dictionary.set_all(index.dictionary, sets)
  numbering.introduce(index, fresh)
  if fresh[1] then lib.text.known.renew(state, index) end
  -- a leaf that runs empty is one no more
  for _, entry in ipairs(gone) do numbering.drop(index, entry) end
end

-- terms whose list is empty are not terms any more
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
