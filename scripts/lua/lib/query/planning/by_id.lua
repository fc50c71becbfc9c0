--[[
by_id: whether the smallest of some conditions gives its ids in their order.
]]
-- kinds that give their ids in order, in either direction
local ORDERED = { posting = true, ids = true, id_range = true }

function module.comes(state, list)
  local driver = list[1]
  for i = 2, #list do
    if lib.query.node.size(state, list[i]) < lib.query.node.size(state, driver) then driver = list[i] end
  end
  if not driver or ORDERED[driver.op] then return true end
  local kind = lib.query.nodes[driver.op]
  return kind.comes_by_id and kind.comes_by_id(state, driver)
end
