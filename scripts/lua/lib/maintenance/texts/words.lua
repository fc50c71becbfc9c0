--[[
words: whether a term of a text, as a row has it, leads to its entity (see lib/text/dictionary/store.lua).

A term whose number leads to none, or to another one, is told as `words`: the text of the entity tells which it is.
]]
local numbers, posting, terms = lib.text.dictionary.numbers, lib.layout.posting, lib.maintenance.texts.terms
local get, try, presence = lib.maintenance.texts.term_value.get, lib.maintenance.shapes.try, lib.maintenance.presence

local function check_rare(state, index, n, id, tell, repairs)
  local name, term, leads_to, ids = index.list .. n, try(numbers.term_of, index, n), nil, nil
  if term then leads_to, ids = get(state.model, index, term) end
  if not term or leads_to and leads_to ~= n then return tell('words', index.name, id) end
  if ids and terms.has(ids, id) then return end
  tell('missing', name, id)
  if not repairs then return end
  if leads_to and not ids or not state.model.integer then
    if not leads_to then terms.set(index, term, n) end
    return posting.add(state, name, { id })
  end
  terms.add(state, index, term, n, ids or {}, id)
end

function module.check(state, index, n, id, tell, repairs)
  local name = index.list .. n
  if redis.call('EXISTS', state.model.key .. '#' .. name) == 0 then return check_rare(state, index, n, id, tell, repairs) end
  if presence.lists(state, name, id) then return end
  tell('missing', name, id)
  if repairs then posting.add(state, name, { id }) end
end
