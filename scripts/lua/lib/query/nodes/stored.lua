--[[
stored: a stored value, compared entity by entity; no driver unless there is no other.
]]
local scanned = lib.query.nodes.scanned
module.PRICE, module.size, module.scan = 3, scanned.size, scanned.scan

-- arrays that have an element
local function having(state, values, element, list)
  return lib.query.lists.select(list, function(_, i)
    state.spent = state.spent + (values[i] and 2 + #values[i] / 30 or 0)
    return values[i] and lib.layout.elements.has(values[i], element)
  end)
end

-- without a value: those that have none
function module.keep(state, node, list)
  local values, wanted = lib.query.lists.values(state, node, list), node.value or false
  if node.element then return having(state, values, wanted, list) end
  return lib.query.lists.select(list, function(_, i) return values[i] == wanted end)
end
