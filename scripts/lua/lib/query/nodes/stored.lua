--[[
stored: a stored value, compared entity by entity; no driver unless there is no other.
]]
function module.size() return lib.query.node.size(call.model.all) end

function module.scan(node, at, count)
  local list, following = lib.query.node.scan(call.model.all, at, count)
  return lib.query.node.keep(node, list), following
end

function module.keep(node, list)
  return lib.query.node.select(list, function(id) return (redis.call('HGET', lib.query.node.entity_key(id), node.field) or nil) == node.value end)
end
