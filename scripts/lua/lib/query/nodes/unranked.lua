--[[
unranked: entities that have no score in a sorted set of the caller's, by id: what an order by its scores ends with.
]]
module.PRICE = 2
local function all(node)
  node.all = node.all or { op = 'posting', key = node.model.ids, model = node.model, reverse = node.reverse }
  return node.all
end

function module.size(state, node)
  return math.max(0, lib.query.node.size(state, node.model.all) - redis.call('ZCARD', node.key))
end

function module.keep(state, node, list)
  local scores = lib.query.lists.ask(state, 'ZMSCORE', node.key, list)
  return lib.query.lists.select(list, function(_, i) return not scores[i] end)
end

function module.scan(state, node, at, count)
  local list, following = lib.query.node.scan(state, all(node), at, count)
  return module.keep(state, node, list), following
end

function module.position(node, _, id) return lib.query.nodes.posting.position(all(node), nil, id) end
