--[[
exact: the ids of each value in a list of their own.
]]
local push = lib.write.groups.push

-- a long value stands in the list's name as its digest
function module.list_of(index, value)
  if #value > index.longest then return index.digested .. redis.sha1hex(value) end
  return index.list .. value
end

module.entries = lib.write.entry.single

function module.put(change, index, value) push(change.state, 'come', module.list_of(index, value), change) end
function module.take(change, index, value) push(change.state, 'gone', module.list_of(index, value), change) end
