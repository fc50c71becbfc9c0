--[[
judging: whether an entity fits an opened search (see lib/text/matching/search.lua), and how well.
]]
-- steps that it takes to judge a text by many terms, beside those for its length
local MANY = 8

local function read_lists(key, lists, indexes)
  for at = 1, #indexes do lists[at] = redis.call('HGET', key, indexes[at].field) or '' end
end

-- the forward lists of an entity; ahead: with its row (see lib/text/matching/ahead.lua)
local function read(state, node, id, ahead)
  local texts, key, bytes = node.opened.texts, node.model.key .. ':' .. id, 0
  local lists, norms, indexes = texts.lists, texts.norms, node.indexes
  if ahead then ahead(key, id, lists) else read_lists(key, lists, indexes) end
  for at = 1, #indexes do norms[at], bytes = false, bytes + #lists[at] end
  state.spent = state.spent + 1.5 * #indexes + bytes / 100 + math.min(node.opened.leaves / 2, MANY + bytes / 4)
end

-- the score of an entity that fits, false for others
function module.judge(state, node, id)
  local opened = node.opened
  local score = opened.scores[id]
  if score ~= nil then return score end
  read(state, node, id)
  score = opened.score() or false
  opened.scores[id] = score
  return score
end

-- those of the ids of a branch that fit, and that no earlier one has given
function module.fitting(state, node, ids, branch)
  local opened, found, total = node.opened, {}, 0
  local scores, score_of, gives, lists = opened.scores, opened.score, opened.gives, opened.texts.lists
  local ahead = lib.text.matching.ahead.reader(state, node, #ids)
  for i = 1, #ids do
    local id = ids[i]
    read(state, node, id, ahead)
    local score = gives(lists, branch) and score_of()
    if score then
      total = total + 1
      found[total], scores[id] = id, score
    end
  end
  return found
end
