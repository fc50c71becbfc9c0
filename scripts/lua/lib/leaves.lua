--[[
leaves: the parts of a plan that name an index, the ids themselves, or a stored value.
]]
-- @include lib/posting_scan
-- @include lib/ranked
-- @include lib/unique_layout
-- @include lib/ranges

-- ids as the caller gave them, in their order
kinds.ids = {
  size = function(node) return #node.ids end,
  scan = function(node) return keep(model.all, node.ids), nil end,
  keep = function(node, list)
    if not node.set then
      node.set = {}
      for _, id in ipairs(node.ids) do node.set[id] = true end
    end
    return select_ids(list, function(id) return node.set[id] end)
  end,
}

-- the holders of unique values
kinds.unique = { size = function(node) return #node.values end }

local function holders(node)
  if node.holders then return node.holders end
  node.holders = {}
  for _, value in ipairs(node.values) do
    node.holders[#node.holders + 1] = unique.holder(model, node.index, value) or nil
  end
  return node.holders
end

function kinds.unique.scan(node) return holders(node), nil end
function kinds.unique.keep(node, list) return kinds.ids.keep({ ids = holders(node) }, list) end

-- a stored value, compared entity by entity; never a driver unless there is no other
kinds.stored = {
  size = function() return size(model.all) end,
  scan = function(node, at, count)
    local list, next = scan(model.all, at, count)
    return keep(node, list), next
  end,
  keep = function(node, list)
    return select_ids(list, function(id) return (redis.call('HGET', entity_key(id), node.field) or nil) == node.value end)
  end,
}
