--[[
exact: the ids of each value in a list of their own; an entry is the name of a list.
]]
local push, single = lib.write.groups.push, lib.write.entry.single

module.part = 'lists'

-- a long value stands in the list's name as its digest
function module.list_of(index, value)
  if #value > index.longest then return index.digested .. redis.sha1hex(value) end
  return index.list .. value
end

function module.entry(index, row)
  local value = single(index, row)
  return value and module.list_of(index, value)
end

function module.put(change, _, list) push(change.state, 'come', list, change) end
function module.take(change, _, list) push(change.state, 'gone', list, change) end
