--[[
term_bucket: numbers that lead to terms (see lib/text/dictionary/numbers.lua) which have another number by now; once all rows have their words also those
of terms that are gone.
]]
local codes, numbers, get = lib.text.codes, lib.text.dictionary.numbers, lib.maintenance.texts.term_value.get

-- place: of the bucket
local function is_left(state, index, place, field, term, repairs)
  local n = tonumber(field)
  if not codes.is_number(n) or field ~= tostring(n) or numbers.bucket(index, n) ~= place.key then return true end
  local leads_to = get(state.model, index, term)
  if leads_to then return leads_to ~= n end
  -- a row, or a list, may bring it back
  return repairs == 'sweep'
end

function module.check(state, index, place, tell, repairs)
  local entries = redis.call('HGETALL', place.key)
  for i = 1, #entries, 2 do
    if is_left(state, index, place, entries[i], entries[i + 1], repairs) then
      tell('orphan', place.name .. ' ' .. entries[i])
      if repairs then redis.call('HDEL', place.key, entries[i]) end
    end
  end
end
