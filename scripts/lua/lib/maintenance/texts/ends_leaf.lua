--[[
ends_leaf: whether the reversed terms of a leaf (see lib/text/dictionary/store.lua) are those of the dictionary, each in its place.
]]
local lookup, dictionary, letters = lib.text.dictionary.lookup, lib.text.dictionary.store, lib.text.dictionary.letters
local try = lib.maintenance.shapes.try

-- place: { base, first, key } of the leaf; the cursor of the next part
function module.check(index, place, cursor, tell, repairs)
  local reversed, _, following = lib.maintenance.texts.leaf_terms.read(place.key, cursor)
  for _, text in ipairs(reversed) do
    local term, is_here = letters.reverse(text), try(lookup.leaf_of, place.base, text) == place.first
    if not is_here or not try(lookup.get, index.dictionary, term) then
      tell('orphan', place.name .. ' ' .. text)
      if repairs then redis.call('HDEL', place.key, text) end
      -- where it stood nobody found it
      if repairs and not is_here and lookup.get(index.dictionary, term) then dictionary.set(place.base, text, '') end
    end
  end
  return following
end
