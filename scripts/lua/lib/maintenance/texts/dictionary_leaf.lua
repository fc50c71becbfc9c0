--[[
dictionary_leaf: whether the terms of a leaf (see lib/text/dictionary/store.lua) stand where they are looked for, lead to entities that have them,
and each number to its term.
]]
local codes, rare, terms, lookup = lib.text.codes, lib.text.dictionary.rare, lib.maintenance.texts.terms, lib.text.dictionary.lookup
local try = lib.maintenance.shapes.try

-- whether an entity has the term of a number
function module.is_right(state, index, n, id)
  local key = state.model.row .. id
  if redis.call('TYPE', key).ok ~= 'hash' then return false end
  return string.find(redis.call('HGET', key, state.model.fields[index.at[1]]) or '', codes.of(n), 1, true) ~= nil
end

local function check_ids(state, index, n, ids, tell)
  local right = {}
  for _, id in ipairs(ids) do
    local text = lib.layout.id.text(id)
    if module.is_right(state, index, n, text) then right[#right + 1] = id else tell('orphan', index.list .. n, text) end
  end
  return right
end

-- a row may still lead to it while rows are mended
local function is_empty(state, index, n, ids)
  if ids then return #ids == 0 end
  return redis.call('EXISTS', state.model.key .. '#' .. index.list .. n) == 0
end

-- a value that is none, or is that of another term, goes; the rows bring the term again
local function check_entry(state, index, place, entry, tell, repairs)
  local term, n, ids = entry.term, lib.maintenance.texts.term_value.read(state.model, entry.value)
  local is_there = n and lib.maintenance.texts.term_names.check(state, index, term, n, tell, repairs)
  if not is_there then
    if not n then tell('orphan', place.name .. ' ' .. term) end
    if repairs then terms.forget(state, index, term) end
    return
  end
  local right = ids and check_ids(state, index, n, ids, tell)
  if repairs == 'sweep' and is_empty(state, index, n, right) then terms.drop(state, index, term, n)
  elseif repairs and right and #right < #ids then terms.set(index, term, rare.pack(n, right)) end
end

-- place: { base, first, key } of the leaf; the cursor of the next part. repairs: true, or `sweep` once all rows have their words
function module.check(state, index, place, cursor, tell, repairs)
  local list, values, following = lib.maintenance.texts.leaf_terms.read(place.key, cursor)
  for _, term in ipairs(list) do
    if try(lookup.leaf_of, place.base, term) == place.first then check_entry(state, index, place, { term = term, value = values[term] }, tell, repairs)
    else
      tell('orphan', place.name .. ' ' .. term)
      if repairs then terms.move(index, place.key, term, values[term]) end
    end
  end
  return following
end
