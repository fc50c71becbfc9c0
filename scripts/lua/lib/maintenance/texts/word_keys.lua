--[[
word_keys: whether the lists and the dictionary of a text index (see lib/text/dictionary/store.lua) have entities whose rows have the term, and
each list a term that leads to it.
]]
local codes, numbers, terms, leaf = lib.text.codes, lib.text.dictionary.numbers, lib.maintenance.texts.terms, lib.maintenance.texts.dictionary_leaf
local lists, shapes, get = lib.maintenance.lists.ids, lib.maintenance.shapes, lib.maintenance.texts.term_value.get

-- the dictionary leads to a list, as it did where it was damaged; ids that stand there have no list
local function check_term(state, index, place, n, tell, repairs)
  local term, leads_to, ids = shapes.try(numbers.term_of, index, n), nil, nil
  if term then leads_to, ids = get(state.model, index, term) end
  if ids and leads_to == n then
    shapes.drop(place, tell, repairs)
    if repairs then lib.maintenance.lists.keys.forget(state, place.list) end
  elseif term and leads_to ~= n then
    tell('missing', place.name)
    if repairs then terms.set(index, term, n) end
  end
end

local function check_list(state, index, place, tell, repairs)
  local name, list = place.name, place.list
  local n, wrong = tonumber(string.sub(list, #index.list + 1)), {}
  if not codes.is_number(n) or list ~= index.list .. n then return shapes.drop(place, tell, repairs) end
  local ids, following = lists.read(state, place, tell, repairs)
  for _, id in ipairs(ids) do
    if not leaf.is_right(state, index, n, id) then
      tell('orphan', list, id)
      wrong[#wrong + 1] = id
    end
  end
  if repairs and #wrong > 0 then lib.layout.posting.remove(state, list, wrong) end
  if name == list then check_term(state, index, place, n, tell, repairs) end
  return following
end

-- of a key that is a leaf of a dictionary
local function place_of(base, place)
  if string.sub(place.key, 1, #base + 1) ~= base .. '/' then return nil end
  return { base = base, first = string.sub(place.key, #base + 2), key = place.key, name = place.name }
end

-- the cursor of the next part; place: see lib/maintenance/lists/ids.lua
function module.check(state, place, index, tell, repairs)
  -- one that is not complete has only some of the words
  if index.state then return '0' end
  if string.sub(place.list, 1, #index.list) == index.list then return check_list(state, index, place, tell, repairs) end
  if place.name ~= place.list then return shapes.drop(place, tell, repairs) end
  if not shapes.fits(state.model, index, place, tell, repairs) then return '0' end
  local bucket, dictionary = place_of(index.numbers, place), place_of(index.dictionary, place)
  if bucket then lib.maintenance.texts.term_bucket.check(state, index, bucket, tell, repairs) end
  if dictionary then return leaf.check(state, index, dictionary, place.cursor, tell, repairs) end
  local ends = index.reversed and place_of(index.reversed, place)
  return ends and lib.maintenance.texts.ends_leaf.check(index, ends, place.cursor, tell, repairs) or '0'
end
