--[[
term_bucket: numbers that lead to terms (see lib/text/numbers.lua) which have another number by now; once all rows have their words also those
of terms that are gone.
]]
local lookup, rare = lib.text.lookup, lib.text.rare

local function is_left(index, n, term, repairs)
  local value = lookup.get(index.dictionary, term)
  if value then return rare.read(value) ~= n end
  -- a row, or a list, may bring it back
  return repairs == 'sweep'
end

function module.check(state, index, key, tell, repairs)
  local entries = redis.call('HGETALL', key)
  for i = 1, #entries, 2 do
    if is_left(index, tonumber(entries[i]), entries[i + 1], repairs) then
      tell('orphan', string.sub(key, #state.model.key + 2) .. ' ' .. entries[i])
      if repairs then redis.call('HDEL', key, entries[i]) end
    end
  end
end
