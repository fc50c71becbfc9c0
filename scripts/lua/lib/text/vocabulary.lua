--[[
vocabulary: the terms that a call meets, of one text index: known from earlier calls or from the dictionary, or new, with the next number.

An entry is { term, leaf, n, code, fresh, ids, name, key }: the ids of a rare term, or name and key of the list that has them, and the leaf
of the dictionary in which it was looked for.
]]
local codes, rare, lookup, counts, known = lib.text.codes, lib.text.rare, lib.text.lookup, lib.layout.counts, lib.text.known

local function small(state, words, term, leaf, n, ids, fresh)
  local name = not ids and words.index.list .. n
  local key = name and state.model.key .. '#' .. name
  local entry = { term = term, leaf = leaf, n = n, code = codes.of(n), ids = ids, name = name, key = key, fresh = fresh }
  words.small[#words.small + 1] = entry
  return entry
end

local function enter(words, term, entry)
  words.by_term[term], words.codes[term] = entry, entry.code
  return entry
end

-- ids of texts stand in order only where they are numbers
local function look_up(state, words, terms, listed)
  local index, last = words.index, nil
  local values, leaves = lookup.get_all(index.dictionary, terms)
  for i, term in ipairs(terms) do
    local n, ids
    if values[i] then n, ids = rare.read(values[i]) end
    if n and not ids then enter(words, term, known.enter(listed, state.model, index, term, n))
    elseif n then enter(words, term, small(state, words, term, leaves[i], n, ids, false))
    else
      last = (last or counts.get(state, index.last) or codes.FIRST - 1) + 1
      enter(words, term, small(state, words, term, leaves[i], last, state.model.integer and {} or nil, true))
    end
  end
  if last then counts.set(state, index.last, last) end
end

-- since when the terms are what they are
local function since_of(state, index)
  local name = known.since(index)
  counts.read(state, { name, index.last })
  if not counts.text(state, name) then counts.set(state, name, known.now()) end
  return counts.text(state, name)
end

-- the entries of the terms, made where there are none
function module.learn(state, words)
  local terms, others = words.terms, {}
  if #terms == 0 then return end
  local listed = known.of(words.index, since_of(state, words.index))
  for i = 1, #terms do
    local term = terms[i]
    local entry = listed[term]
    if entry then enter(words, term, entry) else others[#others + 1] = term end
  end
  if #others > 0 then look_up(state, words, others, listed) end
end
