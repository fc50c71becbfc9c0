--[[
sorted: entries in the sorted sets of a model. A member begins as its index says, and ends with the id.
]]
local groups, id_of = lib.write.groups, lib.layout.id

function module.member(beginning, change)
  if not change.member then change.member = id_of.member(change.state.model.integer, change.id) end
  return beginning == '' and change.member or beginning .. change.member
end

function module.put(change, key, score, beginning) groups.push(change.state, 'sorted', key, score, beginning, change) end
function module.take(change, key, beginning) groups.push(change.state, 'unsorted', key, beginning, change) end

-- keys that were sorted sets when they were seen first: what else stands there is found before the first write
local seen, total = {}, 0
function module.check_key(key)
  if seen[key] then return end
  redis.call('ZCARD', key)
  if total >= 10000 then seen, total = {}, 0 end
  seen[key], total = true, total + 1
end

function module.check(state)
  local sorted, unsorted = state.sorted, state.unsorted
  for i = 1, sorted and #sorted or 0, 4 do module.check_key(sorted[i]) end
  for i = 1, unsorted and #unsorted or 0, 3 do module.check_key(unsorted[i]) end
end

function module.remove(state)
  local list, by_key = state.unsorted, {}
  if state.alone then
    for i = 1, #list, 3 do redis.call('ZREM', list[i], module.member(list[i + 1], list[i + 2])) end
    return
  end
  for i = 1, #list, 3 do groups.append(by_key, list[i], module.member(list[i + 1], list[i + 2])) end
  groups.call_each('ZREM', by_key)
end

function module.add(state)
  local list, by_key = state.sorted, {}
  if state.alone then
    for i = 1, #list, 4 do redis.call('ZADD', list[i], list[i + 1], module.member(list[i + 2], list[i + 3])) end
    return
  end
  for i = 1, #list, 4 do groups.append(by_key, list[i], list[i + 1], module.member(list[i + 2], list[i + 3])) end
  groups.call_each('ZADD', by_key)
end
