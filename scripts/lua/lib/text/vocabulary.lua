--[[
vocabulary: the terms that a call meets, of one text index: known from the dictionary, or new, with the next number.

An entry is { term, n, code, fresh, listed, ids, come, gone, name }: the ids of a rare term, and the changes that come and go; `listed` has a list
of its ids instead, of that name. The list is pushed where lib/layout/posting.lua finds it.
]]
local codes, rare, lookup, counts = lib.text.codes, lib.text.rare, lib.text.lookup, lib.layout.counts
local BUCKET = 64

function module.of(state, index)
  state.words = state.words or {}
  local found = state.words[index.name]
  if not found then
    found = { index = index, by_term = {}, by_number = {} }
    state.words[index.name] = found
  end
  return found
end

-- where the term of a number is kept
function module.bucket(index, n) return index.numbers .. '/' .. math.floor(n / BUCKET) end

local function enter(words, term, n, ids, fresh)
  local entry = { term = term, n = n, code = codes.of(n), ids = ids, listed = not ids, fresh = fresh, name = false, come = ids and {}, gone = ids and {} }
  words.by_term[term], words.by_number[n] = entry, entry
  return entry
end

-- the entries of terms, made where there are none; ids of texts stand in order only where they are numbers
function module.learn(state, words, terms)
  local index, last = words.index, nil
  local values = lookup.get_all(index.dictionary, terms)
  for i = 1, #terms do
    if values[i] then enter(words, terms[i], rare.read(values[i]))
    else
      last = (last or counts.get(state, index.last) or codes.FIRST - 1) + 1
      enter(words, terms[i], last, state.model.integer and {} or nil, true)
    end
  end
  if last then counts.set(state, index.last, last) end
end

function module.term_of(index, n) return redis.call('HGET', module.bucket(index, n), n) end

-- the entry of a term that a text has had
function module.of_code(state, words, code)
  local n, index = codes.number(code), words.index
  local known = words.by_number[n]
  if known then return known end
  if redis.call('EXISTS', state.model.key .. '#' .. index.list .. n) == 1 then
    known = { n = n, code = code, listed = true }
    words.by_number[n] = known
    return known
  end
  local term = module.term_of(index, n)
  local value = term and lookup.get(index.dictionary, term)
  if not value then return nil end
  local _, ids = rare.read(value)
  return enter(words, term, n, ids, false)
end
