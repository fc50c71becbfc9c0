--[[
judging: whether an entity fits an opened search (see lib/text/search.lua), and how well.
]]
-- the forward lists of an entity by the number of their index
local function texts_of(state, node, id)
  local texts, sizes, key = {}, node.opened.frozen.sizes, node.model.key .. ':' .. id
  for at, index in ipairs(node.indexes) do
    local list = redis.call('HGET', key, index.field)
    state.spent = state.spent + 1.5 + (list and #list / 100 or 0)
    if list then texts[at] = { list = list, norm = false, average = sizes[at][2] / math.max(1, sizes[at][1]) } end
  end
  return texts
end

-- an earlier branch has given the entity
local function is_known(node, texts, branch)
  for i = 1, branch - 1 do
    local entry, partner = node.opened.branches[i].entry, node.opened.branches[i].partner
    local text, other = texts[entry.at], partner and texts[partner.at]
    if text and string.find(text.list, entry.code, 1, true) and (not partner or other and string.find(other.list, partner.code, 1, true)) then
      return true
    end
  end
  return false
end

-- the score of an entity that fits, false for others
function module.judge(state, node, id, branch)
  local scores = node.opened.scores
  if not branch and scores[id] ~= nil then return scores[id] end
  local texts = texts_of(state, node, id)
  if branch and is_known(node, texts, branch) then return false end
  state.spent = state.spent + node.opened.leaves / 2
  scores[id] = lib.text.match.score(node.opened.root, texts) or false
  return scores[id]
end
