--[[
term_names: whether the number of a term leads back to it, was given out, and its end to its beginning, where ends are kept.
]]
local numbers, lookup, letters, dictionary, counts = lib.text.dictionary.numbers, lib.text.dictionary.lookup, lib.text.dictionary.letters, lib.text.dictionary.store, lib.layout.counts
local try, get = lib.maintenance.shapes.try, lib.maintenance.texts.term_value.get

-- whether the number is that of the term, and of no other one to which it leads and which leads to it
local function check_number(state, index, term, n, tell, repairs)
  local bucket = numbers.bucket(index, n)
  local named = try(redis.call, 'HGET', bucket, n)
  if named == term then return true end
  tell('missing', string.sub(bucket, #state.model.key + 2) .. ' ' .. n)
  if named and get(state.model, index, named) == n then return false end
  if repairs then redis.call('HSET', bucket, n, term) end
  return true
end

-- a term that is new would get its number
local function check_last(state, index, n, tell, repairs)
  if n <= (counts.get(state, index.last) or 0) then return end
  tell('behind', index.last)
  if repairs then counts.set(state, index.last, n) end
end

local function check_end(state, index, term, tell, repairs)
  local text = letters.reverse(term)
  if try(lookup.get, index.reversed, text) then return end
  tell('missing', string.sub(index.reversed, #state.model.key + 2) .. ' ' .. text)
  if repairs then dictionary.set(index.reversed, text, '') end
end

-- false where the number is that of another term
function module.check(state, index, term, n, tell, repairs)
  if not check_number(state, index, term, n, tell, repairs) then return false end
  check_last(state, index, n, tell, repairs)
  if index.reversed then check_end(state, index, term, tell, repairs) end
  return true
end
