--[[
exact: the ids of each value in a list of their own.
]]
-- values longer than this stand in key names as their digest
local LONGEST = 128

function module.list_of(index, value)
  if #value > LONGEST then return 'long:' .. index.name .. ':' .. redis.sha1hex(value) end
  return 'eq:' .. index.name .. ':' .. value
end

function module.add(model, index, value, id) lib.layout.posting.add(model, module.list_of(index, value), id) end
function module.remove(model, index, value, id) lib.layout.posting.remove(model, module.list_of(index, value), id) end
