--[[
stored: a stored value, compared entity by entity; no driver unless there is no other.
]]
function module.size() return size(call.model.all) end

function module.scan(node, at, count)
  local list, following = scan(call.model.all, at, count)
  return keep(node, list), following
end

function module.keep(node, list)
  return select_ids(list, function(id) return (redis.call('HGET', entity_key(id), node.field) or nil) == node.value end)
end
