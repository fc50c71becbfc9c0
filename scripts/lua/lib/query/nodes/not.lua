--[[
not: all entities but those of the input, which is probed.
]]
function module.size(node) return math.max(0, lib.query.node.size(call.model.all) - lib.query.node.size(node.input)) end

function module.scan(node, at, count)
  local list, following = lib.query.node.scan(call.model.all, at, count)
  return lib.query.node.keep(node, list), following
end

function module.keep(node, list) return lib.query.without.of(list, lib.query.node.keep(node.input, list)) end
