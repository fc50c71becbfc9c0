--[[
without: the ids of a list that are in no other one.
]]
function module.of(list, gone)
  if #gone == 0 then return list end
  local set = {}
  for i = 1, #gone do set[gone[i]] = true end
  return lib.query.node.select(list, function(id) return not set[id] end)
end
