--[[
judging: whether an entity fits an opened search (see lib/text/matching/search.lua), and how well.
]]
local find = string.find

local function read_lists(key, lists, indexes)
  for at = 1, #indexes do lists[at] = redis.call('HGET', key, indexes[at].field) or '' end
end

-- the forward lists of an entity; ahead: with its row (see lib/text/matching/ahead.lua)
local function read(state, node, id, ahead)
  local texts, key, bytes = node.opened.texts, node.model.key .. ':' .. id, 0
  local lists, norms, indexes = texts.lists, texts.norms, node.indexes
  if ahead then ahead(key, id, lists) else read_lists(key, lists, indexes) end
  for at = 1, #indexes do norms[at], bytes = false, bytes + #lists[at] end
  state.spent = state.spent + 1.5 * #indexes + bytes / 100 + node.opened.leaves / 2
end

local function has(lists, branch)
  local entry, partner = branch.entry, branch.partner
  if entry and not find(lists[entry.at], entry.code, 1, true) then return false end
  return not partner or find(lists[partner.at], partner.code, 1, true) ~= nil
end

-- whether a branch gives the entity: what it reads may have more, and what an earlier one has comes once
local function gives(opened, branch)
  local branches, lists = opened.branches, opened.texts.lists
  if #branches == 1 then return true end
  for i = 1, branch - 1 do
    if has(lists, branches[i]) then return false end
  end
  return has(lists, branches[branch])
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
  local scores, score_of, ahead = opened.scores, opened.score, lib.text.matching.ahead.reader(state, node, #ids)
  for i = 1, #ids do
    local id = ids[i]
    read(state, node, id, ahead)
    local score = gives(opened, branch) and score_of()
    if score then
      total = total + 1
      found[total], scores[id] = id, score
    end
  end
  return found
end
