--[[
ids: ids as the caller gave them.
]]
-- @lazy lib/id
function module.size(node) return #node.ids end

-- in the order of ids, as lists of ids are
local function in_order(node)
  local list = {}
  for i = 1, #node.ids do list[i] = node.ids[i] end
  table.sort(list, function(a, b)
    if node.reverse then return lib.id.less(call.model.integer, b, a) end
    return lib.id.less(call.model.integer, a, b)
  end)
  return list
end

function module.scan(node) return keep(call.model.all, in_order(node)), nil end

function module.keep(node, list)
  if not node.set then
    node.set = {}
    for _, id in ipairs(node.ids) do node.set[id] = true end
  end
  return select_ids(list, function(id) return node.set[id] end)
end
