--[[
not: all entities but those of the input, which is probed.
]]
-- @lazy lib/without
function module.size(node) return math.max(0, size(call.model.all) - size(node.input)) end

function module.scan(node, at, count)
  local list, following = scan(call.model.all, at, count)
  return keep(node, list), following
end

function module.keep(node, list) return lib.without.of(list, keep(node.input, list)) end
