--[[
vocabulary: the terms that a call meets, of one text index: known from earlier calls or from the dictionary (see lib/text/writing/entry.lua), or new,
with the next number.
]]
local codes, rare, lookup, counts, known = lib.text.codes, lib.text.dictionary.rare, lib.text.dictionary.lookup, lib.layout.counts, lib.text.dictionary.known
local met, new = lib.text.writing.entry.met, lib.text.writing.entry.new

-- those at some places, which the function does not know
local function look_up(state, words, terms, places, listed)
  local index, last = words.index, nil
  local values, leaves = lookup.get_all(index.dictionary, terms)
  for i = 1, #terms do
    local term, place, value = terms[i], places[i], values[i]
    local code = value and rare.code(value)
    local n = not code and value and tonumber(value)
    if code then met(words, place, leaves[i], code, value)
    elseif n then
      local entry = known.enter(listed, state.model, index, term, n)
      words.entries[place], words.codes[term] = entry, entry.code
    else
      last = (last or counts.get(state, index.last) or codes.FIRST - 1) + 1
      new(state, words, place, leaves[i], last)
    end
  end
  if last then counts.set(state, index.last, last) end
end

-- since when the terms are what they are
local function since_of(state, index)
  local name = known.since(index)
  counts.read(state, { name, index.last, lib.text.writing.tails.name })
  if not counts.text(state, name) then counts.set(state, name, known.now()) end
  return counts.text(state, name)
end

-- the entries of the terms, made where there are none
function module.learn(state, words)
  local terms, entries, code_of, others, places = words.terms, words.entries, words.codes, {}, {}
  if #terms == 0 then return end
  local listed = known.of(words.index, since_of(state, words.index))
  for i = 1, #terms do
    local term = terms[i]
    local entry = listed[term]
    if entry then entries[i], code_of[term] = entry, entry.code else others[#others + 1], places[#places + 1] = term, i end
  end
  if #others > 0 then look_up(state, words, others, places, listed) end
end
