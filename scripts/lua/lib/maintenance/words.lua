--[[
words: whether a term of a text, as a row has it, leads to its entity (see lib/text/dictionary.lua).

A term whose number leads to none, or to another one, is told as `words`: the text of the entity tells which it is.
]]
local rare, lookup, numbers = lib.text.rare, lib.text.lookup, lib.text.numbers
local posting, terms = lib.layout.posting, lib.maintenance.terms

local function check_rare(state, index, n, id, tell, repairs)
  local name, term = index.list .. n, numbers.term_of(index, n)
  local value = term and lookup.get(index.dictionary, term)
  local leads_to, ids
  if value then leads_to, ids = rare.read(value) end
  if not term or leads_to and leads_to ~= n then return tell('words', index.name, id) end
  if ids and terms.has(ids, id) then return end
  tell('missing', name, id)
  if not repairs then return end
  if value and not ids or not state.model.integer then
    if not value then terms.set(index, term, n) end
    return posting.add(state, name, { id })
  end
  terms.add(state, index, term, n, ids or {}, id)
end

function module.check(state, index, n, id, tell, repairs)
  local name = index.list .. n
  if redis.call('EXISTS', state.model.key .. '#' .. name) == 0 then return check_rare(state, index, n, id, tell, repairs) end
  if posting.has(state, name, id) then return end
  tell('missing', name, id)
  if repairs then posting.add(state, name, { id }) end
end
