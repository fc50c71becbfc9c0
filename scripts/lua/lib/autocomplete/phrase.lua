--[[
phrase: the best titles for a phrase, over all types.

A title's score is how many words the phrase has, divided by what they cost, times the boosts of its type and of this search.
state: base of the keys, how many are wanted, the types to look at, the boosts given, the sizes of lists that are known, and how many variants may yet
be checked.
]]
local keys, boosts = lib.autocomplete.keys, lib.autocomplete.boosts

-- what a title costs; nil where it lacks a word
local function cost_of(lists, id)
  local sum = 0
  for _, key in ipairs(lists) do
    local cost = redis.call('ZSCORE', key, id)
    if not cost then return nil end
    sum = sum + tonumber(cost)
  end
  return sum
end

-- a title that this search boosts may be beyond the best without it
local function add_boosted(lists, given, found)
  local known = {}
  for _, title in ipairs(found) do known[title.id] = true end
  for id in pairs(given) do
    local cost = not known[id] and cost_of(lists, id)
    if cost then found[#found + 1] = { id = id, cost = cost } end
  end
end

-- of each word, the titles that have it
function module.lists(base, type, words)
  local lists = {}
  for i, word in ipairs(words) do lists[i] = keys.prefix(base, type, word) end
  return lists
end

local function of_type(state, type, words)
  local base, lists, given = state.base, module.lists(state.base, type, words), state.given.ids[type] or {}
  local found = lib.autocomplete.lookup.run(lists, state.wanted + state.given.count, state.sizes)
  add_boosted(lists, given, found)
  local boost = #words * boosts.get(base, boosts.field(false, type)) * (state.given.types[type] or 1)
  for _, title in ipairs(found) do title.type, title.score = type, boost * (given[title.id] or 1) / title.cost end
  return found
end

-- add titles with all words to `found`, once; of two variants the better one counts
function module.find(state, words, mistakes, found)
  for _, type in ipairs(state.types) do
    for _, title in ipairs(of_type(state, type, words)) do
      local identity = #type .. ':' .. type .. title.id
      local known = found[identity]
      if not known then
        title.mistakes, found[identity], found[#found + 1] = mistakes, title, title
      elseif known.mistakes == mistakes then
        known.score = math.max(known.score, title.score)
      end
    end
  end
end
