--[[
words: whether the terms of a text, as its row has them, lead to the entity (see lib/text/dictionary.lua). What a row says is right.

A word whose number nothing leads to is `lost`: the text of the entity has to be saved again.
]]
local codes, rare, lookup, numbers = lib.text.codes, lib.text.rare, lib.text.lookup, lib.text.numbers
local posting, terms = lib.layout.posting, lib.maintenance.terms

local function check_rare(state, index, n, id, tell, repairs)
  local name, term = index.list .. n, numbers.term_of(index, n)
  local value = term and lookup.get(index.dictionary, term)
  local leads_to, ids
  if value then leads_to, ids = rare.read(value) end
  if not term or leads_to and leads_to ~= n then return tell('lost', name, id) end
  if ids and terms.has(ids, id) then return end
  tell('missing', name, id)
  if not repairs then return end
  if value and not ids or not state.model.integer then
    if not value then terms.set(index, term, n) end
    return posting.add(state, name, { id })
  end
  terms.add(state, index, term, n, ids or {}, id)
end

local function check(state, index, n, id, tell, repairs)
  local name = index.list .. n
  if redis.call('EXISTS', state.model.key .. '#' .. name) == 0 then return check_rare(state, index, n, id, tell, repairs) end
  if posting.has(state, name, id) then return end
  tell('missing', name, id)
  if repairs then posting.add(state, name, { id }) end
end

-- all texts of an entity
function module.check(state, indexes, id, tell, repairs)
  for _, index in ipairs(indexes) do
    local seen = {}
    for code in lib.text.forward.codes_of(redis.call('HGET', state.model.row .. id, state.model.fields[index.at[1]]) or '') do
      if not seen[code] then check(state, index, codes.number(code), id, tell, repairs) end
      seen[code] = true
    end
  end
end
