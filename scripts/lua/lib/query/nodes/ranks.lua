--[[
ranks: entities whose ids a sorted set of the caller's holds as text, by their scores. A position is that of lib/query/access/scored.lua.
]]
module.PRICE = 2
local range = lib.query.nodes.range
-- its members are texts, whatever the ids are
local TEXT = { integer = false }

local function scores(node)
  node.scores = node.scores or { key = node.key, min = node.min, max = node.max, model = TEXT }
  node.scores.reverse = node.reverse
  return node.scores
end

function module.size(state, node) return range.size(state, scores(node)) end
function module.keep(state, node, list) return range.keep(state, scores(node), list) end
function module.position(node, score, id) return range.position(scores(node), score, id) end

function module.further(node, at, count) return range.further(scores(node), at, count) end

-- it may hold what is not an entity, or no more
function module.scan(state, node, at, count)
  local list, following = range.scan(state, scores(node), at, count)
  return lib.query.node.keep(state, node.model.all, list), following
end
