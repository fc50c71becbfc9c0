--[[
word_keys: whether the lists and the dictionary of a text index (see lib/text/dictionary.lua) have entities whose rows have the term, and
each list a term that leads to it.
]]
local rare, lookup, numbers, terms, leaf = lib.text.rare, lib.text.lookup, lib.text.numbers, lib.maintenance.terms, lib.maintenance.dictionary_leaf
local ends_leaf = lib.maintenance.ends_leaf

-- the dictionary leads to a list, as it did where it was damaged
local function check_term(index, name, n, tell, repairs)
  local term = numbers.term_of(index, n)
  if not term then return end
  local value = lookup.get(index.dictionary, term)
  if value and rare.read(value) == n then return end
  tell('missing', name)
  if repairs then terms.set(index, term, n) end
end

local function check_list(state, index, part, tell, repairs)
  local name, list = part.name, part.list
  local n, wrong = tonumber(string.sub(list, #index.list + 1)), {}
  if not n then return '0' end
  local entries, following = lib.maintenance.pieces.read(state, name, list, part.cursor, index)
  for _, entry in ipairs(entries) do
    if not leaf.is_right(state, index, n, entry[1]) then
      tell('orphan', list, entry[1])
      wrong[#wrong + 1] = entry[1]
    end
  end
  if repairs and #wrong > 0 then lib.layout.posting.remove(state, list, wrong) end
  if name == list then check_term(index, list, n, tell, repairs) end
  return following
end

-- of a key that is a leaf of a dictionary
local function place_of(state, base, part)
  local key = state.model.key .. '#' .. part.name
  if string.sub(key, 1, #base + 1) ~= base .. '/' or redis.call('TYPE', key).ok ~= 'hash' then return nil end
  return { base = base, first = string.sub(key, #base + 2), key = key, name = part.name }
end

local function check(state, index, part, tell, repairs)
  if string.sub(part.list, 1, #index.list) == index.list then return check_list(state, index, part, tell, repairs) end
  local bucket = place_of(state, index.numbers, part)
  if bucket then lib.maintenance.term_bucket.check(state, index, bucket.key, tell, repairs) end
  local place = place_of(state, index.dictionary, part)
  if place then return leaf.check(state, index, place, part.cursor, tell, repairs) end
  place = index.reversed and place_of(state, index.reversed, part)
  return place and ends_leaf.check(index, place, part.cursor, tell, repairs) or '0'
end

-- problems as [what, name, id], and the cursor of the next part; part: { name, list, cursor } of a key, `list` being what it is a leaf of
function module.check(state, index, part, repairs)
  local problems, following = {}, '0'
  local function tell(what, name, id) problems[#problems + 1] = { what, name, id } end
  -- one that is not complete has only some of the words
  if not index.state then following = check(state, index, part, tell, repairs) end
  if state.changed then lib.layout.counts.write(state) end
  return problems, following
end
