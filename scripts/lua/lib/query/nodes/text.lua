--[[
text: entities whose texts fit a search (see lib/text). A position is the branch that is read, and where in it.
]]
module.PRICE = 4
local search_of, judging = lib.text.matching.search.of, lib.text.matching.judging

function module.size(state, node)
  local search = search_of(state, node)
  return math.min(search.cost, lib.query.node.size(state, node.model.all))
end

-- what it finds it has read
function module.reading(state, node) return module.size(state, node) * (1 + module.PRICE / 3) end

function module.expected(state, node)
  local total = lib.query.node.size(state, node.model.all)
  return math.min(module.size(state, node), lib.text.matching.chance.of(search_of(state, node).root, total) * total)
end

-- a branch is read in the order of the ids, one after the other is not
function module.comes_by_id(state, node) return #search_of(state, node).branches < 2 end

function module.score(state, node, id) return search_of(state, node) and judging.judge(state, node, id) end

function module.scan(state, node, at, count)
  local branches, i = search_of(state, node).branches, at and at.branch or 1
  if not branches[i] then return {}, nil end
  local list, following = lib.text.candidates.pages.read(state, node, branches[i], at and at.at, count)
  list = judging.fitting(state, node, list, i)
  if following then return list, { branch = i, at = following } end
  return list, i < #branches and { branch = i + 1 } or nil
end

function module.keep(state, node, list)
  search_of(state, node)
  return lib.query.lists.select(list, function(id) return judging.judge(state, node, id) end)
end
