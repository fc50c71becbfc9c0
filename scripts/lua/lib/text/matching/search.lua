--[[
search: a search as it was asked (src/text/plan.ts), opened once a call: { frozen, leaves, root, branches, cost, texts,
score, scores }: the texts that are judged, what gives their score, and the scores by id.

`frozen` keeps for later slices what the first one saw, so that their scores can be compared: sizes, frequencies, expansions.
]]
local terms, freeze = lib.text.matching.terms, lib.text.matching.frozen.of

-- the terms of a word with a star or a tilde, by its number among the words of the search
local function expanded(state, node, query, negated)
  local words, number = node.opened.frozen.words, tostring(node.opened.leaves)
  if query.op == 'term' then return query.terms end
  if not words[number] then
    local found, is_cut = lib.text.matching.expand[query.op](state, node.indexes[query.at], query)
    words[number] = found
    -- what has one of the others would pass
    if is_cut and negated then state.refusal = redis.error_reply('WORDS_CUT ' .. cjson.encode({ query.text, #found })) end
  end
  return words[number]
end

local open
local function open_all(state, node, queries, negated)
  local result = {}
  for i, query in ipairs(queries) do result[i] = open(state, node, query, negated) end
  return result
end

function open(state, node, query, negated)
  local part = { op = query.op, at = query.at, inputs = false, places = false, entries = false }
  node.opened.leaves = node.opened.leaves + 1
  if query.input then part.inputs = { open(state, node, query.input, not negated) }
  elseif query.inputs then part.inputs = open_all(state, node, query.inputs, negated)
  elseif query.places then
    part.places = {}
    for i, place in ipairs(query.places) do part.places[i] = place and terms.open(state, node, query.at, place) end
  else part.entries = terms.open(state, node, query.at, expanded(state, node, query, negated)) end
  return part
end

function module.of(state, node)
  if node.opened then return node.opened end
  local frozen, listed = freeze(state, node)
  node.opened = { frozen = frozen, listed = listed, found = {}, leaves = 0, root = false, branches = false, gives = false, texts = false, score = false, scores = {} }
  node.opened.found = lib.text.matching.together.of(state, node)
  node.opened.root = open(state, node, node.query, node.negated)
  node.opened.branches, node.opened.cost = lib.text.candidates.branches.of(node, node.opened.root)
  node.opened.gives = lib.text.candidates.first_branch.gives(node.opened.branches, #node.indexes)
  node.opened.texts = lib.text.matching.weights.texts(node.opened.frozen.sizes)
  node.opened.score = lib.text.matching.match.compile(node.opened.root, node.opened.texts)
  return node.opened
end
