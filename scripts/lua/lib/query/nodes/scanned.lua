--[[
scanned: entities whose stored value passes a test, or fails it where `negated`; no driver unless there is no other. The test is a
leaf without a key, so that its kind compares stored values.
]]
module.PRICE = 8
function module.size(state, node) return lib.query.node.size(state, node.model.all) end

function module.scan(state, node, at, count)
  local list, following = lib.query.node.scan(state, node.model.all, at, count)
  return lib.query.node.keep(state, node, list), following
end

function module.keep(state, node, list)
  node.test.model = node.model
  local kept = lib.query.nodes[node.test.op].keep(state, node.test, list)
  return node.negated and lib.query.lists.without(list, kept) or kept
end
