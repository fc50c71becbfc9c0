--[[
terms: the dictionary of a text index, mended term by term (see lib/text/dictionary/store.lua).
]]
local rare, dictionary, letters, known = lib.text.dictionary.rare, lib.text.dictionary.store, lib.text.dictionary.letters, lib.text.dictionary.known
local posting = lib.layout.posting

function module.has(ids, id)
  for _, each in ipairs(ids) do
    if each == tonumber(id) then return true end
  end
  return false
end

function module.set(index, term, value)
  dictionary.set(index.dictionary, term, value)
  if index.reversed then dictionary.set(index.reversed, letters.reverse(term), '') end
end

-- put an entity among the ids of a rare term
function module.add(state, index, term, n, ids, id)
  ids[#ids + 1] = tonumber(id)
  table.sort(ids)
  local value = rare.fit(n, ids)
  if value then return module.set(index, term, value) end
  for i = 1, #ids do ids[i] = lib.layout.id.text(ids[i]) end
  posting.add(state, index.list .. n, ids)
  module.set(index, term, n)
end

-- one that stands where nobody looks for it
function module.move(index, key, term, value)
  redis.call('HDEL', key, term)
  if not lib.text.dictionary.lookup.get(index.dictionary, term) then module.set(index, term, value) end
end

-- functions of the server may remember what is taken away
local function renew(state, index) lib.layout.counts.set(state, known.since(index), known.now()) end

-- one that no text has
function module.drop(state, index, term, n)
  lib.text.dictionary.numbering.drop(index, { term = term, n = n })
  renew(state, index)
end

-- what the dictionary leads to: number and rows stay
function module.forget(state, index, term)
  dictionary.delete(index.dictionary, term)
  renew(state, index)
end
