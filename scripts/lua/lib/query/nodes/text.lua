--[[
text: entities whose texts fit a search (see lib/text). A position is the branch that is read, and where in it.
]]
module.PRICE = 4
local codes, search_of = lib.text.codes, lib.text.search.of

function module.size(state, node)
  local search = search_of(state, node)
  return math.min(search.cost, lib.query.node.size(state, node.model.all))
end

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
local function judge(state, node, id, branch)
  local scores = node.opened.scores
  if not branch and scores[id] ~= nil then return scores[id] end
  local texts = texts_of(state, node, id)
  if branch and is_known(node, texts, branch) then return false end
  state.spent = state.spent + node.opened.leaves / 2
  scores[id] = lib.text.match.score(node.opened.root, texts) or false
  return scores[id]
end

function module.score(state, node, id) return search_of(state, node) and judge(state, node, id) end

function module.scan(state, node, at, count)
  local branches, i = search_of(state, node).branches, at and at.branch or 1
  if not branches[i] then return {}, nil end
  local list, following = lib.text.pages.read(state, node, branches[i], at and at.at, count)
  list = lib.query.lists.select(list, function(id) return judge(state, node, id, i) end)
  if following then return list, { branch = i, at = following } end
  return list, i < #branches and { branch = i + 1 } or nil
end

function module.keep(state, node, list)
  search_of(state, node)
  return lib.query.lists.select(list, function(id) return judge(state, node, id) end)
end
