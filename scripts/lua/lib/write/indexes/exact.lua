--[[
exact: the ids of each value in a list of their own; an entry is the name of a list.
]]
local push, single, single_of = lib.write.groups.push, lib.write.entry.single, lib.write.entry.single_of

-- an entry is made of one value
module.part, module.is_single = 'lists', true

-- a long value stands in the list's name as its digest
function module.list_of(index, value)
  if #value > index.longest then return index.digested .. redis.sha1hex(value) end
  return index.list .. value
end

function module.entry(index, row)
  local value = single(index, row)
  return value and module.list_of(index, value)
end

-- the same function for one index
function module.entry_of(index)
  local value_of, list, longest = single_of(index), index.list, index.longest
  return function(_, row)
    local value = value_of(index, row)
    if value and #value > longest then return module.list_of(index, value) end
    return value and list .. value
  end
end

function module.put(change, _, list) push(change.state, 'come', list, change) end
function module.take(change, _, list) push(change.state, 'gone', list, change) end
