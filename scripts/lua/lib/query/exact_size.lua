--[[
exact_size: how many ids a request has, as far as the indexes know it without reading them.
]]
-- false where so many have expired that to take them off would be too much for one call
function module.of(state)
  local model, node = state.models[1], state.plan or state.models[1].all
  local total = lib.query.node.size(state, node)
  if not model.lapses then return total end
  return not model.checks and total - #lib.query.node.keep(state, node, model.due)
end
