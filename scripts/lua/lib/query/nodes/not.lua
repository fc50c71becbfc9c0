--[[
not: all entities but those of the input, which is probed.
]]
function module.size(state, node)
  return math.max(0, lib.query.node.size(state, node.model.all) - lib.query.node.size(state, node.input))
end

function module.scan(state, node, at, count)
  local list, following = lib.query.node.scan(state, node.model.all, at, count)
  return lib.query.node.keep(state, node, list), following
end

function module.keep(state, node, list)
  state.spent = state.spent + 0.2 * #list
  return lib.query.lists.without(list, lib.query.node.keep(state, node.input, list))
end
